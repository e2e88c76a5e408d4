/** The scripts run on the Node the project brings: a machine's own version never matters. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends the process with a way out where the major version is not the pinned one. */
export function requirePinnedNode(script: string): void {
  const pinned = pinnedNode();
  if (process.versions.node.split('.')[0] === pinned.split('.')[0]) return;
  console.error(
    `This is Node ${process.versions.node}; the project runs on Node ${pinned}, ` +
      `which npm installs with it. Run \`npm install\`, then \`npm run ${script}\`.`,
  );
  process.exit(1);
}

function pinnedNode(): string {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const { devDependencies } = JSON.parse(text) as { readonly devDependencies: { node: string } };
  return devDependencies.node;
}
