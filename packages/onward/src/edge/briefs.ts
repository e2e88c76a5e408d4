/**
 * Briefs at the point of decision: what the source systems know of a person now, and the notes of
 * colleagues, for the one who decides and nobody else. None of it passes the coordinator.
 */
import type { OnwardCode } from '../core/index.ts';
import { RejectError, RetryError } from '../core/index.ts';
import type { Pass } from './brief-pass.ts';
import { readPass } from './brief-pass.ts';
import type { Briefed, LookUpErrand } from './dispatch.ts';
import type { Note, Notes } from './notes.ts';

/** Whom an obligation is about, as the coordinator knows it. */
export interface AboutObligation {
  /** Public id. */
  readonly journey: string;
  /** Hashes of the outside ids of the subject. */
  readonly refs: readonly string[];
  /** What its step asks to be shown, as `system.look-up`. */
  readonly brief: readonly string[];
  /** Asks a system of the program version that the journey runs on. */
  ask(errand: LookUpErrand): Promise<Briefed>;
}

/** What one system had to say. */
export interface BriefSection {
  readonly system: string;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  /** Why there is nothing of this system, where it could not be asked. */
  readonly missing?: OnwardCode;
}

export interface BriefsParts {
  readonly key: Uint8Array;
  readonly notes: Notes;
  nowMs(): number;
  /** @throws RejectError ONW-OBLIGATION-ABSENT when it is not open */
  about(obligation: string): Promise<AboutObligation>;
  /** What the person wrote last to an assistant, and where they stand; undefined: nothing. */
  wrote?(refs: readonly string[]): Promise<BriefSection | undefined>;
  /** Resolves once the coordinator has recorded it; nothing is shown before. */
  record(reveal: Omit<Pass, 'expiresAt'> & { readonly what: RevealKind }): Promise<void>;
}

export type RevealKind = 'brief' | 'notes' | 'note-added';

/** Shown only to whoever holds a pass for this very obligation. */
export interface Briefs {
  /** @throws RejectError ONW-BRIEF-PASS when the pass is none for this obligation, or over */
  show(obligation: string, pass: string): Promise<readonly BriefSection[]>;
  notes(obligation: string, pass: string): Promise<readonly Note[]>;
  /** Keeps a note about the subject; its id. */
  note(obligation: string, pass: string, text: string): Promise<string>;
}

const mostNotes = 100;

export function createBriefs(parts: BriefsParts): Briefs {
  const { notes } = parts;
  const admit = async (obligation: string, given: string, what: RevealKind) => {
    const pass = readPass(given, parts.key, parts.nowMs());
    if (pass?.obligation !== obligation) {
      throw new RejectError(
        'ONW-BRIEF-PASS',
        'The pass is over, or is for another obligation; ask for a new one.',
      );
    }
    const about = await parts.about(obligation);
    const { person, reason } = pass;
    await parts.record({ obligation, person, reason, what });
    return { about, person };
  };
  return {
    async show(obligation, pass) {
      const { about } = await admit(obligation, pass, 'brief');
      const sections = about.brief.map((wanted) => sectionOf(wanted, obligation, about));
      const wrote = await parts.wrote?.(about.refs);
      return [...(wrote === undefined ? [] : [wrote]), ...(await Promise.all(sections))];
    },
    async notes(obligation, pass) {
      const { about } = await admit(obligation, pass, 'notes');
      return notes.list({ refs: about.refs, limit: mostNotes });
    },
    async note(obligation, pass, text) {
      const { about, person } = await admit(obligation, pass, 'note-added');
      const [ref] = about.refs;
      if (ref === undefined) {
        const message = 'The vault knows nobody under this ref; a note needs somebody to be about.';
        throw new RejectError('ONW-VAULT-UNKNOWN', message);
      }
      return notes.write({ ref, by: person, about: obligation, text, at: parts.nowMs() });
    },
  };
}

/** One system that is away leaves a gap that is named; the others are shown. */
async function sectionOf(
  wanted: string,
  key: string,
  about: AboutObligation,
): Promise<BriefSection> {
  const { journey, refs } = about;
  const dot = wanted.indexOf('.');
  const system = wanted.slice(0, dot);
  const empty = { system, title: system, lines: [] };
  try {
    const found = await about.ask({ system, name: wanted.slice(dot + 1), key, journey, refs });
    if (found.kind === 'retry') return { ...empty, missing: found.code };
    if (found.kind === 'nothing') return empty;
    return { system, title: found.title, lines: found.lines };
  } catch (error) {
    const code = error instanceof RetryError ? error.code : 'ONW-CONNECTOR-FAULT';
    return { ...empty, missing: code };
  }
}
