/** Which cause an exception has, and the ids of causes. */
import { hash } from 'node:crypto';
import { driftClasses } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { CauseKind, RecoveryAct } from './types.ts';

/** Opaque, and made of nothing but what the cause is about. */
export function causeId(...parts: readonly string[]): string {
  return `cau_${hash('sha256', parts.join('\n'), 'hex').slice(0, 24)}`;
}

const failed: ReadonlySet<string> = new Set(['rejected', 'exhausted', 'unknown', 'unverified']);

/** Why an exception was raised, read off its name as the step gives it. */
export function kindOfException(program: Program, name: string): CauseKind {
  if (name.startsWith('onw-')) return 'poison';
  const [about = '', how] = name.split(':');
  const system = systemOf(about);
  const of = program.systems[system];
  if (of !== undefined && how === undefined) return 'unplanned-event';
  if (of?.lookUps[about.slice(system.length + 1)] !== undefined && isDrift(how)) return 'drift';
  if (of?.commands[about.slice(system.length + 1)] !== undefined && failed.has(how ?? '')) {
    return 'failed-command';
  }
  return Object.hasOwn(program.templates, about) ? 'failed-message' : 'no-way-on';
}

function isDrift(how: string | undefined): boolean {
  return driftClasses.some((each) => each === how);
}

/** The system in a name such as `system.event` or `system.command:outcome`. */
export function systemOf(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('.')));
}

const always = ['skip', 're-route', 'override'] as const;

/** What can be done about a kind of cause; `asks`: there is somebody who looks things up. */
export function actsOf(kind: CauseKind, asks: boolean): readonly RecoveryAct[] {
  switch (kind) {
    case 'failed-command':
      return asks ? ['retry', 'look-up', ...always] : ['retry', ...always];
    case 'failed-message':
    case 'unplanned-event':
    case 'no-way-on':
      return always;
    case 'poison':
      return ['replay', ...always];
    case 'drift':
      return ['apply', 'look-up', 'skip'];
    case 'stall':
      return asks ? ['look-up', 're-route', 'override'] : ['re-route', 'override'];
    case 'unmatched':
      return ['replay', 'migrate', 'skip', 're-route'];
    case 'quarantined':
      return ['re-fetch'];
  }
}
