/** The figures of the console. */
export { endedSo, flowDays, paceOf, touchDays } from './activity.ts';
export { promiseStates } from './clock-fold.ts';
export { csvOf, ocelOf } from './export.ts';
export { Figures } from './figures.ts';
export type { FiguresParts } from './figures.ts';
export { flowMapOf, stepFlows } from './flow.ts';
export { datesOf, loadOf } from './load.ts';
export type { OwnerLoad } from './load.ts';
export type { Happened, Pace } from './activity.ts';
export { promisePage } from './promises.ts';
export type { PromiseSpot } from './promises.ts';
export { recordPage } from './record.ts';
export type { Deed, RecordSpot } from './record.ts';
export { stallsOf } from './stalls.ts';
export { suggestionsAt } from './suggest.ts';
