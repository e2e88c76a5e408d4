/** The connectors that come with Onward, by the name a program gives them. */
import type { Connector } from '../core/index.ts';
import { api } from './api/index.ts';
import { assistant } from './assistant/index.ts';
import { calcom } from './calcom/index.ts';
import { device } from './device/index.ts';
import { fhirR4 } from './fhir-r4/index.ts';
import { form } from './form/index.ts';
import { hl7v2 } from './hl7v2/index.ts';
import { httpPoll } from './http-poll/index.ts';
import { smtp } from './smtp/index.ts';
import { stripe } from './stripe/index.ts';
import { twilio } from './twilio/index.ts';
import { webhook } from './webhook/index.ts';

export {
  talkIntents,
  talkLanguages,
  talkLevels,
  talkTasks,
  talkTopics,
} from './assistant/index.ts';
export { allItems } from './assistant/questionnaire.ts';
export type {
  AnswerOption,
  EnableWhen,
  Questionnaire,
  QuestionnaireItem,
} from './assistant/questionnaire.ts';
export { assistantSettings } from './assistant/settings.ts';
export type { AssistantSettings } from './assistant/settings.ts';
export { renderTemplate } from './templates/render.ts';
export { FrameReader, frame } from './hl7v2/frames.ts';

export const connectors: Readonly<Record<string, Connector>> = {
  webhook,
  stripe,
  'fhir-r4': fhirR4,
  hl7v2,
  api,
  assistant,
  calcom,
  device,
  form,
  'http-poll': httpPoll,
  smtp,
  twilio,
};
export { publicPage } from './public-page.ts';
