import { messageIdOf, outcomeOf } from './mailer.js';

describe('What an error of a conversation means', () => {
  it.each([
    [
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 },
      { as: 'bounced', reason: 'smtp_550' },
    ],
    [
      { code: 'EMESSAGE', command: 'DATA', responseCode: 554 },
      { as: 'bounced', reason: 'smtp_554' },
    ],
    [
      { code: 'EENVELOPE', command: 'API' },
      { as: 'bounced', reason: 'address' },
    ],
    [
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 451 },
      { as: 'later', reason: 'smtp_451' },
    ],
    [
      { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 },
      { as: 'outage', reason: 'smtp_421' },
    ],
    [
      { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 553 },
      { as: 'outage', reason: 'smtp_553' },
    ],
    [
      { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
      { as: 'outage', reason: 'smtp_535' },
    ],
    [
      { code: 'ESOCKET', command: 'CONN' },
      { as: 'outage', reason: 'esocket' },
    ],
    [
      { code: 'ETIMEDOUT', command: 'DATA' },
      { as: 'outage', reason: 'etimedout' },
    ],
    [{ code: 'joost@post.example is not taken' }, { as: 'outage', reason: 'unknown' }],
    [new Error('joost@post.example'), { as: 'outage', reason: 'unknown' }],
  ])('%j is %j', (error, outcome) => {
    expect(outcomeOf(error)).toEqual(outcome);
  });
});

describe('A message id', () => {
  it('follows from the key and the sender’s domain', () => {
    expect(messageIdOf('key-1', 'Samenspel <post@school.example>')).toBe('<key-1@school.example>');
    expect(messageIdOf('key-1', 'post@school.example')).toBe('<key-1@school.example>');
  });
});
