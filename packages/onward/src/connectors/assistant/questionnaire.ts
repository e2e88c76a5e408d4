/** A FHIR Questionnaire (R4) as a program writes it: what is asked, of what kind, and when. */
import * as z from 'zod';

const text = z.string().min(1).max(1_000);
const linkId = z.string().min(1).max(256);

const coding = z.object({
  system: z.string().max(512).optional(),
  code: z.string().min(1).max(256),
  display: z.string().max(256).optional(),
});
const option = z.union([
  z.object({ valueCoding: coding }),
  z.object({ valueString: text }),
  z.object({ valueInteger: z.int() }),
]);
const enableWhen = z.object({
  question: linkId,
  operator: z.enum(['exists', '=', '!=', '>', '<', '>=', '<=']),
  answerBoolean: z.boolean().optional(),
  answerInteger: z.int().optional(),
  answerDecimal: z.number().optional(),
  answerDate: z.string().max(10).optional(),
  answerString: z.string().max(256).optional(),
  answerCoding: coding.optional(),
});

/** Kinds of items that can be asked in words; the others need a form. */
const types = [
  ...['group', 'display', 'boolean', 'integer', 'decimal', 'date', 'string', 'text', 'choice'],
] as const;

/** One item. Of a group the items are asked in their order. */
export interface QuestionnaireItem {
  readonly linkId: string;
  readonly text?: string | undefined;
  readonly type: string;
  readonly required?: boolean | undefined;
  readonly answerOption?: readonly z.infer<typeof option>[] | undefined;
  readonly enableWhen?: readonly z.infer<typeof enableWhen>[] | undefined;
  readonly enableBehavior?: 'all' | 'any' | undefined;
  readonly item?: readonly QuestionnaireItem[] | undefined;
}

const item: z.ZodType<QuestionnaireItem> = z.lazy(() =>
  z
    .object({
      linkId,
      text: text.optional(),
      type: z.enum(types, `Only these can be asked in words: ${types.join(', ')}.`),
      required: z.boolean().optional(),
      answerOption: z.array(option).min(1).max(50).optional(),
      enableWhen: z.array(enableWhen).min(1).max(20).optional(),
      enableBehavior: z.enum(['all', 'any']).optional(),
      item: z.array(item).max(100).optional(),
    })
    .superRefine((each, context) => {
      const issue = (path: string, message: string): void =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (each.type === 'choice' && each.answerOption === undefined) {
        issue('answerOption', 'A choice needs `answerOption`s; value sets are not looked up.');
      }
      if (each.type !== 'group' && each.text === undefined) issue('text', 'Write what is asked.');
      if ((each.enableWhen?.length ?? 0) > 1 && each.enableBehavior === undefined) {
        issue('enableBehavior', 'Several conditions need `enableBehavior`: all or any.');
      }
    }),
);

export type AnswerOption = z.infer<typeof option>;
export type EnableWhen = z.infer<typeof enableWhen>;

/** Members that nothing here reads, such as a title or a publisher, may stand in it. */
export const questionnaire = z
  .object({
    resourceType: z.literal('Questionnaire'),
    url: z.string().max(512).optional(),
    version: z.string().max(64).optional(),
    item: z.array(item).min(1).max(100),
  })
  .superRefine(({ item: items }, context) => {
    const ids = allItems(items).map((each) => each.linkId);
    const issue = (message: string): void =>
      context.addIssue({ code: 'custom', path: ['item'], message });
    if (new Set(ids).size < ids.length) issue('Two items have one linkId.');
    for (const { linkId: own, enableWhen: conditions = [] } of allItems(items)) {
      for (const { question } of conditions) {
        if (!ids.includes(question)) issue('A condition names a question that is not there.');
        else if (ids.indexOf(question) >= ids.indexOf(own)) {
          issue('A condition names a question that is asked later.');
        }
      }
    }
  });

export type Questionnaire = z.infer<typeof questionnaire>;

/** Every item in the order in which it is asked. */
export function allItems(items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] {
  return items.flatMap((each) => [each, ...allItems(each.item ?? [])]);
}
