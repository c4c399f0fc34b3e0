import { randomUUID } from 'node:crypto';
import { discussFirst, lookAfter, prepare, support } from './demo/first-cycle.js';
import { screenOn } from './demo/screen.js';
import { close, discussAgain, startAgain } from './demo/second-cycle.js';
import { CannotPlay, findService, serviceOn } from './demo/service.js';
import { showTimeline } from './demo/shown.js';
import { storyOn } from './demo/story.js';

const interrupted = 130;
const origin = (process.env['ORIGIN'] || `http://127.0.0.1:${process.env['PORT'] || '3000'}`).replace(/\/+$/, '');
const cut = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => cut.abort());
// A reader that went away, such as `head`, ends the story as Ctrl-C does.
process.stdout.on('error', () => cut.abort());

const complain = (text: string): void => void process.stderr.write(`${text}\n`);
const screen = screenOn(process.stdout);

/** Plays the story; gives the exit code. Whatever happens, the clock of the service is back at real time afterwards. */
async function play(): Promise<number> {
  if (!URL.canParse(origin)) return failed(new CannotPlay(`ORIGIN is ${origin}: give an address such as http://127.0.0.1:3000.`));
  const service = serviceOn(origin, `demo-${randomUUID().slice(0, 8)}`, cut.signal);
  try {
    await findService(service, cut.signal);
  } catch (error) {
    return failed(error);
  }
  let code = 0;
  try {
    screen.title(
      'Samenspel: one child, from opening to closing',
      `On ${origin}, tenant ${service.tenant}. All people are fictitious. The clock of the whole service follows the story.`,
    );
    const story = storyOn(service, screen);
    for (const chapter of [prepare, discussFirst, lookAfter, support, startAgain, discussAgain, close, showTimeline]) await chapter(story);
  } catch (error) {
    code = failed(error);
  }
  try {
    await service.resetClock();
  } catch (error) {
    complain(
      `The clock of the service could not be reset: ${error instanceof Error ? error.message : String(error)}. Do it by hand: curl -X DELETE ${origin}/dev/clock`,
    );
    return code || 1;
  }
  return code;
}

function failed(error: unknown): number {
  if (cut.signal.aborted) {
    complain('Stopped half way.');
    return interrupted;
  }
  complain(error instanceof CannotPlay ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}

process.exitCode = await play();
