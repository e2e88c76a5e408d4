/** The commands of the edge: the process, its vault, and what was set aside. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { wholeNumber } from './client-options.ts';
import { addConnector } from './connector.ts';
import type { EdgeFlags } from './edge.ts';
import { addHold } from './hold.ts';
import { addIncidents } from './incidents.ts';
import { addQuarantine } from './quarantine.ts';
import type { Run } from './run.ts';
import { withDoors } from './server-options.ts';
import { addSources } from './sources.ts';
import type { EraseFlags, VaultFlags } from './vault.ts';

/** What the two planes share where each is a process of its own. */
export function edgeToken(): Option {
  return new Option('--edge-token <token>', 'shared with the coordinator, or its edge').env(
    'ONWARD_EDGE_TOKEN',
  );
}

export function addEdge(cli: Command, run: Run): void {
  withDoors(cli.command('edge'))
    .description('the plane that sees PHI, as a process of its own')
    .requiredOption('--coordinator <url>', 'where `onward serve --edge-away` listens')
    .addOption(edgeToken())
    .option('--port <port>', 'for HTTP; 0 takes a free one', wholeNumber(0, 65_535), 4401)
    .option('--host <host>', 'for HTTP; beyond this machine only with a token', '127.0.0.1')
    .option('--data <folder>', 'where its database and key are kept', '.onward-edge')
    .addOption(
      new Option('--database-url <url>', 'postgres://… of your own, instead').env(
        'ONWARD_EDGE_DATABASE_URL',
      ),
    )
    .addOption(new Option('--token <token>', 'senders of events must give it').env('ONWARD_TOKEN'))
    .option('--console-origin <origin>', 'whose pages may ask for briefs')
    .action((flags: EdgeFlags) =>
      run(async (terminal) => {
        const { edge } = await import('./edge.ts');
        return edge(flags, terminal);
      }),
    );
  addVault(cli, run);
  addQuarantine(cli, run);
  addSources(cli, run);
  addIncidents(cli, run);
  addHold(cli, run);
  addConnector(cli, run);
}

function addVault(cli: Command, run: Run): void {
  const vault = cli.command('vault').description('the outside ids that the edge keeps, sealed');
  withKept(vault.command('rotate'))
    .description('bring everything under the first key of ONWARD_KEY, while all runs')
    .action((flags: VaultFlags) =>
      run(async (terminal) => {
        const { rotate } = await import('./vault.ts');
        return rotate(flags, terminal);
      }),
    );
  withKept(vault.command('erase'))
    .description('forget whom a journey is about, in all journeys, for ever')
    .argument('<journey>', 'one of the subject’s journeys, jrn_…')
    .option('--reason <code>', 'a reason code, told with what was erased', reasonCode)
    .option('--yes', 'without being asked')
    .option('--coordinator <url>', 'where the journeys are kept elsewhere', webAddress)
    .addOption(edgeToken())
    .action((journey: string, flags: EraseFlags) =>
      run(async (terminal) => {
        const { erase } = await import('./vault.ts');
        return erase(journey, flags, terminal);
      }),
    );
}

function withKept(command: Command): Command {
  return command
    .option('--data <folder>', 'the data folder with the edge’s database and key', '.onward')
    .addOption(
      new Option('--database-url <url>', 'postgres://…, instead; DATABASE_URL counts as well').env(
        'ONWARD_EDGE_DATABASE_URL',
      ),
    )
    .option('--json', 'the result as data');
}

function reasonCode(text: string): string {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(text) && text.length <= 64) return text;
  throw new InvalidArgumentError('It must be lower-case words joined by hyphens: no free text.');
}

function webAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('It must be an http:// or https:// address.');
}
