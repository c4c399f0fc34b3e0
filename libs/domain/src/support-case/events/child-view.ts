import { about, bool, date, id, oneOf, optional, ref } from '../../kernel/index.js';

const protectedWhenConfidential = about((data) => (data['confidential'] === true ? 'compartment' : 'case'));

export const viewHow = oneOf(
  'conversation',
  'via_parent',
  'via_representative',
  'child_form',
  'drawing',
  'observed_young_child',
  'declined',
  'not_possible',
);

export const childView = {
  ChildViewRecorded: {
    viewId: id,
    how: viewHow,
    chosenByChild: bool,
    on: date,
    byId: ref,
    confidential: bool,
    words: optional(protectedWhenConfidential),
    reasonIfNone: optional(about('case')),
  },
};
