import { kindOf, openLog } from './log.js';

const canary = 'Sami El Idrissi';

/** What a log writes of what it is given. */
function written(use: (log: ReturnType<typeof openLog>) => void): string {
  let lines = '';
  use(openLog('test', 'trace', { write: (line: string) => void (lines += line) }));
  return lines;
}

describe('the log', () => {
  it.each([
    ['a header', { req: { headers: { authorization: canary, cookie: canary } } }],
    ['a token', { token: canary, caller: { token: canary } }],
    ['a body', { body: canary, request: { body: { reason: canary } }, job: { request: { body: canary } } }],
    ['data of an event', { data: { text: canary }, event: { data: canary, payload: canary } }],
    ['a name or an address', { child: { name: canary }, contact: { email: canary }, kase: { child: { name: canary } } }],
    ['an error under err', { err: new Error(canary) }],
    ['an error under error', { error: new Error(canary) }],
  ])('keeps %s out of its lines', (_, seen) => {
    const lines = written((log) => log.warn(seen, 'something happened'));
    expect(lines).toContain('something happened');
    expect(lines).not.toContain(canary);
  });

  it('tells of an error what kind it is and where it arose, never what it says', () => {
    const error = Object.assign(new TypeError(`invalid value "${canary}"`), { code: '22P02' });
    const lines = written((log) => {
      log.error(error);
      log.error(error, 'request failed');
      log.error(kindOf(error), 'request failed');
    });
    expect(lines.split('\n').filter(Boolean)).toHaveLength(3);
    expect(lines).toContain('TypeError');
    expect(lines).toContain('22P02');
    expect(lines).not.toContain(canary);
  });

  it('writes ids and codes as they are, under the name of the process', () => {
    const [line] = written((log) => log.info({ view: 'case-board-1', refusal: 'busy', port: 3000 }, 'ready')).split('\n');
    expect(JSON.parse(line!)).toMatchObject({ name: 'test', view: 'case-board-1', refusal: 'busy', port: 3000, msg: 'ready' });
  });
});
