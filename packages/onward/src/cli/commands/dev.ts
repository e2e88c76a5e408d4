/** `onward dev`: runs a program on this machine, reloads it when edited, and can move its clock. */
import { checkUrl } from '../compose/database.ts';
import { devWorld, type DevWorld } from '../compose/dev-world.ts';
import { openLog } from '../compose/log.ts';
import { makeDataFolder } from '../compose/make-folder.ts';
import { devClock } from '../compose/movable-clock.ts';
import { checkPorts } from '../compose/ports.ts';
import { start, type Running } from '../compose/start.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { loadProgram, problemLine, programOf } from '../program/load.ts';
import { proofKeeper, type ProofKeeper } from '../program/proof-keeper.ts';
import { prove } from '../program/proving.ts';
import { watchFiles, type Watching } from '../program/watch.ts';
import { lasting } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { checkTour, playTour } from '../tour/tour.ts';
import { edgePortOf, type ServerFlags } from './server-options.ts';
import { stopInTime, stopRequest } from './until-stopped.ts';

export interface DevFlags extends ServerFlags {
  readonly tour?: boolean;
  readonly once?: boolean;
}

export async function dev(path: string, flags: DevFlags, terminal: Terminal): Promise<ExitCode> {
  const loaded = await loadProgram(path);
  const program = programOf(loaded, terminal.note);
  if (flags.tour === true) checkTour(program);
  const { data: folder, databaseUrl, host, port, token } = flags;
  const note = (text: string): void => terminal.note(terminal.paint('dim', text));
  const mllp = { host: flags.mllpHost, port: flags.mllpPort };
  const edgePort = edgePortOf(flags);
  await checkPorts(program, { http: { host, port }, edge: { host, port: edgePort }, mllp, token });
  if (databaseUrl !== undefined) checkUrl(databaseUrl);
  await makeDataFolder(folder);
  const clock = await devClock(folder);
  const world = await devWorld(folder, note);
  await world.learn(program);
  const stopping = stopRequest();
  const running = await start({
    program,
    folder,
    databaseUrl,
    witness: flags.witness,
    retain: flags.retain,
    ...{ host, port },
    mllp,
    token,
    edge: { kind: 'here', port: edgePort },
    // What stands in for systems stands on this machine.
    privateHosts: ['*'],
    clock,
    secrets: world.secrets,
    log: openLog(flags.logLevel),
    onProgress: note,
    dev: { clock, sink: world.sink },
  });
  const proofs = proofKeeper({
    prove,
    terminal,
    now: () => Date.now(),
    keep: (proved, proof) => running.keepProof(proved, proof),
  });
  const watching = watchFiles(loaded.files, () => {
    void reload(path, { running, world, watching, proofs, terminal });
  });
  try {
    world.listensAt(running.localUrl);
    if (running.mllpPort !== undefined) note(`HL7 v2 on ${flags.mllpHost}:${running.mllpPort}`);
    if (clock.aheadMs > 0) note(`the clock is ${lasting(clock.aheadMs)} ahead, as it was left`);
    if (running.edgeUrl !== undefined) note(`the edge on ${running.edgeUrl}`);
    terminal.out(`ready ${running.url}`);
    proofs.begin(loaded);
    const exit =
      flags.tour === true
        ? await tour(running, { world, clock, token, flags, terminal })
        : exitCodes.ok;
    if (flags.once === true) {
      await proofs.settled();
    } else {
      await stopping.asked;
      note('stopping');
    }
    return exit;
  } finally {
    watching.close();
    await stopInTime(async () => {
      await proofs.stop();
      await running.stop();
      await clock.save();
    });
    stopping.release();
  }
}

interface Reloading {
  readonly running: Running;
  readonly world: DevWorld;
  readonly watching: Watching;
  readonly proofs: ProofKeeper;
  readonly terminal: Terminal;
}

/** A broken edit is reported, and what runs goes on running. */
async function reload(
  path: string,
  { running, world, watching, proofs, terminal }: Reloading,
): Promise<void> {
  try {
    const loaded = await loadProgram(path);
    const { folder, files, result } = loaded;
    watching.follow(files);
    for (const problem of result.problems) terminal.note(problemLine(folder, problem));
    if (result.program === undefined) {
      terminal.note(terminal.paint('bad', 'not reloaded: the version before goes on running'));
      return;
    }
    await world.learn(result.program);
    const isNew = await running.deploy(result.program);
    const words = isNew
      ? 'reloaded: new journeys begin with this version'
      : 'the same program as before';
    terminal.note(terminal.paint('good', words));
    proofs.begin(loaded);
  } catch {
    terminal.note(terminal.paint('bad', 'not reloaded: the program cannot be read'));
  }
}

interface Touring {
  readonly world: DevWorld;
  readonly clock: { now(): number };
  readonly token: string | undefined;
  readonly flags: DevFlags;
  readonly terminal: Terminal;
}

async function tour(
  running: Running,
  { world, clock, token, flags, terminal }: Touring,
): Promise<ExitCode> {
  const isRight = await playTour({
    url: running.url,
    mllp: { host: flags.mllpHost, port: running.mllpPort ?? 0 },
    token,
    program: running.engine.program,
    secrets: world.secrets,
    sink: world.sink,
    now: () => clock.now(),
    terminal,
  });
  return isRight ? exitCodes.ok : exitCodes.findings;
}
