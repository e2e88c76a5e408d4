/** The commands that work on a program; what they need is loaded only when they are called. */
import { Option, type Command } from 'commander';
import { addCheck, addReplay } from './proofs.ts';
import type { MigrateFlags } from './db.ts';
import type { DevFlags } from './dev.ts';
import type { DoctorFlags } from './doctor.ts';
import type { ReleaseFlags } from './release.ts';
import type { Run } from './run.ts';
import { readAcceptance } from '../program/acceptance.ts';
import type { ServeFlags } from './serve.ts';
import { addEdge, edgeToken } from './edges.ts';
import { withDrills, withServer } from './server-options.ts';
import type { TestFlags } from './test.ts';

export function addPrograms(cli: Command, run: Run): void {
  addServers(cli, run);
  addEdge(cli, run);
  addCheck(cli, run);
  addReplay(cli, run);
  cli
    .command('test')
    .description('play the scenarios of a program')
    .argument('<program>', 'a folder with a program.yaml and scenarios/*.yaml')
    .argument('[filter]', 'a breakdown such as B3, or a part of a name')
    .option('--json', 'the results as data')
    .action((path: string, filter: string | undefined, flags: TestFlags) =>
      run(async (terminal) => {
        const { test } = await import('./test.ts');
        return test({ path, filter }, flags, terminal);
      }),
    );
}

function addServers(cli: Command, run: Run): void {
  withServer(cli.command('dev').description('run a program here, reloading it as it changes'))
    .option('--tour', 'play the breakdowns B1 to B5 against it, over its own sockets')
    .option('--once', 'stop when ready, or after the tour')
    .action((path: string, flags: DevFlags) =>
      run(async (terminal) => {
        const { dev } = await import('./dev.ts');
        return dev(path, flags, terminal);
      }),
    );
  withDrills(withServer(cli.command('serve').description('run a program that is proved')))
    .option(
      '--accept <property=reason>',
      'run it though a property is not proved: C5="why, in a sentence"; may be repeated',
      readAcceptance,
    )
    .option('--edge-away', 'the edge is a process of its own: `onward edge`')
    .option('--edge-url <url>', 'where browsers reach the edge')
    .addOption(edgeToken())
    .action((path: string, flags: ServeFlags) =>
      run(async (terminal) => {
        const { serve } = await import('./serve.ts');
        return serve(path, flags, terminal);
      }),
    );
}

export function addDb(cli: Command, run: Run): void {
  const db = cli.command('db').description('the database');
  withDatabase(db.command('migrate').description('bring it to the newest version')).action(
    (flags: MigrateFlags) =>
      run(async (terminal) => {
        const { migrate } = await import('./db.ts');
        return migrate(flags, terminal);
      }),
  );
}

export function addDoctor(cli: Command, run: Run): void {
  withDatabase(
    cli.command('doctor').description('does what was proved hold of the journeys there are?'),
  ).action((flags: DoctorFlags) =>
    run(async (terminal) => {
      const { doctor } = await import('./doctor.ts');
      return doctor(flags, terminal);
    }),
  );
}

export function addRelease(cli: Command, run: Run): void {
  const text = 'take down the fence that a restored backup has raised; alone it only looks';
  withDatabase(cli.command('release').description(text))
    .option('--reason <text>', 'takes it down; the reason is kept')
    .option('--actor <person>', 'who says so')
    .option('--nothing-lost', 'the database was only moved or upgraded: it has all it ever had')
    .action((flags: ReleaseFlags) =>
      run(async (terminal) => {
        const { release } = await import('./release.ts');
        return release(flags, terminal);
      }),
    );
}

function withDatabase(command: Command): Command {
  return command
    .addOption(
      new Option('--database-url <url>', 'postgres://…; our own unless said').env('DATABASE_URL'),
    )
    .option('--data <folder>', 'the data folder of our own', '.onward')
    .option('--json', 'the result as data');
}
