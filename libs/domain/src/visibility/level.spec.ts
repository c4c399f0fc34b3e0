import type { Role } from '#domain/kernel/index.js';
import { levelOf } from './level.js';

describe('The level of a role', () => {
  const open = { ageBand: '12_15', competence: 'competent', windowOpen: true } as const;
  const shut = { ...open, windowOpen: false };

  it.each([
    ['CO', 'content', 'content'],
    ['OW', 'content', 'content'],
    ['IN', 'content', 'content'],
    ['CH', 'content', 'process'],
    ['MT', 'content', 'process'],
    ['PR', 'content', 'process'],
    ['OB', 'process', 'process'],
    ['LD', 'process', 'process'],
    ['PO', 'process', 'process'],
    ['SO', 'process', 'process'],
    ['AD', 'process', 'process'],
    ['SY', 'process', 'process'],
    ['WK', 'none', 'none'],
    ['RS', 'own', 'own'],
    ['EX', 'own', 'own'],
    ['PA', 'family', 'family'],
    ['CI', 'family', 'family'],
  ] as const)('of %s is %s while the window is open, else %s', (role, inWindow, after) => {
    expect([levelOf(new Set([role]), open), levelOf(new Set([role]), shut)]).toEqual([inWindow, after]);
  });

  it('is nothing without a role', () => {
    expect(levelOf(new Set(), open)).toBe('none');
  });

  it('is the highest of several: a member who has to do something keeps that after the window', () => {
    expect(levelOf(new Set<Role>(['PR', 'RS']), shut)).toBe('own');
    expect(levelOf(new Set<Role>(['PA', 'RS']), shut)).toBe('family');
    expect(levelOf(new Set<Role>(['PA', 'CO']), shut)).toBe('content');
  });

  it('of a parent ends at 16, when the child decides alone, unless it is not competent', () => {
    const at16 = { ...shut, ageBand: '16_plus' } as const;
    expect(levelOf(new Set(['PA']), at16)).toBe('none');
    expect(levelOf(new Set<Role>(['PA', 'RS']), at16)).toBe('own');
    expect(levelOf(new Set(['CI']), at16)).toBe('family');
    expect(levelOf(new Set(['PA']), { ...at16, competence: 'not_competent' })).toBe('family');
  });
});
