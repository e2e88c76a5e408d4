/** The thread in which a program is proved; it gets the compiled program and answers its report. */
import { parentPort, workerData } from 'node:worker_threads';
import { check } from '../../core/index.ts';
import type { ProvingNews, ProvingTask } from './proving.ts';

const { program, now, cap } = workerData as ProvingTask;
const say = (news: ProvingNews): void => parentPort?.postMessage(news, []);

const report = check(program, {
  now,
  ...(cap === undefined ? {} : { cap }),
  ticks: () => performance.now(),
  onProgress: (progress) => say({ kind: 'progress', progress }),
});
say({ kind: 'report', report });
