/** Drills: the detectors prove themselves. */
export { detectors, playDrills } from './drills.ts';
export type { DrillGround } from './drills.ts';
