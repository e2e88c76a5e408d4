/** Certificates on the command line: written after a proof, and verified without one. */
import { readFile, writeFile } from 'node:fs/promises';
import { certify, verifyCertificate } from '../../core/index.ts';
import type { CheckReport, Program } from '../../core/index.ts';
import { programHash } from '../../store/index.ts';
import { usable } from '../compose/make-folder.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { programOf, type LoadedProgram } from '../program/load.ts';
import type { Terminal } from '../terminal.ts';

interface CertificateFlags {
  readonly file: string;
  readonly json?: boolean;
  readonly sarif?: string | true;
  readonly mermaid?: boolean;
  readonly cap?: number;
  readonly journey?: string;
}

/**
 * Writes the certificate of a program that was proved, once the verifier accepts it.
 *
 * @throws RejectError ONW-CERTIFICATE-UNPROVED, ONW-CERTIFICATE-SIZE
 */
export async function writeCertificate(
  { program, report }: { readonly program: Program; readonly report: CheckReport },
  flags: CertificateFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, cap, journey } = flags;
  const hash = programHash(program);
  // A report of one journey says nothing of the others: they are proved again.
  const whole = journey === undefined ? { report } : {};
  const limit = cap === undefined ? {} : { cap };
  const certificate = certify(program, { now: Date.now(), hash, ...limit, ...whole });
  // The file holds data: where that goes to stdout too, this line stands beside it.
  const isData = flags.json === true || flags.sarif === true || flags.mermaid === true;
  const tell = isData ? terminal.note : terminal.out;
  const verified = verifyCertificate(program, hash, certificate);
  if (!verified.ok) {
    tell(terminal.paint('bad', `${verified.code}  ${verified.says} No certificate is written.`));
    return exitCodes.findings;
  }
  await usable(file, () => writeFile(file, `${JSON.stringify(certificate)}\n`));
  tell(
    terminal.paint('good', `certificate written: ${counted(verified.classes, 'class', 'classes')}`),
  );
  return exitCodes.ok;
}

/**
 * Verifies a certificate against the program as it lies on disk; nothing is explored.
 *
 * @throws RejectError ONW-PROGRAM-INVALID; StopError ONW-FOLDER-UNUSABLE
 */
export async function verifyFile(
  loaded: LoadedProgram,
  { file, json }: Pick<CertificateFlags, 'file' | 'json'>,
  { out, note, paint }: Terminal,
): Promise<ExitCode> {
  const program = programOf(loaded, note);
  const text = await usable(file, () => readFile(file, 'utf8'));
  const verified = verifyCertificate(program, programHash(program), text);
  if (json === true) out(JSON.stringify(verified, null, 2));
  else if (verified.ok) {
    const classes = counted(verified.classes, 'class', 'classes');
    const journeys = counted(verified.journeys, 'journey', 'journeys');
    out(paint('good', `verified: ${classes} of ${journeys}`));
  } else out(paint('bad', `${verified.code}  ${verified.says}`));
  return verified.ok ? exitCodes.ok : exitCodes.findings;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
