export type { Level, Viewer } from './visibility/level.js';
export { canSeeConfidentialWords, canSeeSafety, levelOf } from './visibility/level.js';
export type { FamilyCase } from './visibility/family-case.js';
export type { ContentCase, OwnCase, VisibleCase } from './visibility/visible-case.js';
export { visibleCase } from './visibility/visible-case.js';
export type { VisibleBoardRow } from './visibility/visible-lists.js';
export { visibleBoardRow, visibleTimelineItem } from './visibility/visible-lists.js';
export type { ProcessCase, SharedReport } from './visibility/visible-parts.js';
