/** A proof as SARIF 2.1.0 (OASIS), for editors and code hosts. */
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorCodes, properties } from '../../core/index.ts';
import type {
  CheckReport,
  Counterexample,
  Position,
  Problem,
  PropertyReport,
} from '../../core/index.ts';

export interface SarifSource {
  /** Undefined for a program that was refused. */
  readonly report: CheckReport | undefined;
  readonly problems: readonly Problem[];
  /** Where the program's files lie. */
  readonly folder: string;
  /** The program's first file: where what has no place of its own is shown. */
  readonly entry: string;
  /** Of Onward. */
  readonly version: string;
}

/** A log of one run: a rule for each property and for each code of a problem. */
export function sarifOf({ report, problems, folder, entry, version }: SarifSource): unknown {
  const codes = [...new Set(problems.map(({ code }) => code))];
  const rules = [
    ...Object.entries(properties).map(([id, { name, law }]) => ({
      id,
      name: pascalCase(name),
      shortDescription: { text: sentence(name) },
      fullDescription: { text: sentence(law) },
      help: { text: 'The result tells the shortest story to it, and what would mend it.' },
      defaultConfiguration: { level: 'error' },
    })),
    ...codes.map((id) => {
      const text = errorCodes[id];
      return { id, shortDescription: { text }, fullDescription: { text }, help: { text } };
    }),
  ];
  const index = (id: string): number => rules.findIndex((rule) => rule.id === id);
  const journeys = report?.journeys ?? [];
  const results = [
    ...problems.map((problem) => problemResult(problem, { folder, index })),
    ...journeys.flatMap(({ journey, properties: all }) =>
      all
        .filter(({ verdict }) => verdict !== 'proved')
        .map((property) => propertyResult(property, { journey, folder, entry, index })),
    ),
  ];
  const driver = { name: 'onward check', version, rules };
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        // Our exit code says whether all is proved; the run itself came to its end.
        invocations: [{ executionSuccessful: true }],
        results,
      },
    ],
  };
}

interface Within {
  readonly folder: string;
  readonly index: (id: string) => number;
}

function problemResult(problem: Problem, { folder, index }: Within): object {
  const { code, severity, message, allowed } = problem;
  const hint = allowed === undefined ? '' : ` Allowed: ${allowed}.`;
  return {
    ruleId: code,
    ruleIndex: index(code),
    level: severity,
    message: { text: `${message}${hint}` },
    locations: [{ physicalLocation: physical(folder, problem) }],
  };
}

function propertyResult(
  { id, verdict, reason, counterexample }: PropertyReport,
  { journey, folder, entry, index }: Within & { readonly journey: string; readonly entry: string },
): object {
  const { says = '', mend = '', at, spot } = counterexample ?? {};
  const place = at ?? { file: entry, line: 1, column: 1 };
  const words = [reason ?? '', says, mend].filter((each) => each !== '');
  const step = spot?.step;
  const name = step === undefined ? journey : `${journey}/${step}`;
  const where = {
    physicalLocation: physical(folder, place),
    logicalLocations: [{ name: step ?? journey, fullyQualifiedName: name }],
  };
  return {
    ruleId: id,
    ruleIndex: index(id),
    // Not known to hold is not known to be broken; both end the check with 1.
    level: verdict === 'unknown' ? 'warning' : 'error',
    message: { text: `${journey}: ${words.map(closed).join(' ')}` },
    locations: [where],
    partialFingerprints: { 'onwardProperty/v1': `${id}/${name}` },
    ...codeFlows(counterexample, where),
  };
}

function codeFlows(told: Counterexample | undefined, where: object): object {
  if (told === undefined || told.story.length === 0) return {};
  const last = told.story.length - 1;
  const locations = told.story.map(({ atMs, says, then }, index) => {
    const text = `${says} → ${then.join(' | ')}${index === last ? ` ← ${told.says}` : ''}`;
    // Only the place of what is wrong is known in the files; the way there is told in words.
    const place = index === last ? where : {};
    return {
      location: { ...place, message: { text } },
      executionOrder: index + 1,
      executionTimeUtc: new Date(told.startsAt + atMs).toISOString(),
    };
  });
  return { codeFlows: [{ threadFlows: [{ locations }] }] };
}

function physical(folder: string, { file, line, column }: Position): object {
  const path = join(folder, file);
  const local = relative(process.cwd(), path);
  const uri = local.startsWith('..')
    ? pathToFileURL(path).href
    : local.split(sep).map(encodeURIComponent).join('/');
  return {
    artifactLocation: { uri },
    region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) },
  };
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^| )([a-z])/giu, (_match, first: string) => first.toUpperCase());
}

function sentence(text: string): string {
  return closed(text.charAt(0).toUpperCase() + text.slice(1));
}

/** With a full stop; what begins with a name of the program begins as that is written. */
function closed(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
