import {
  amina,
  bodyOf,
  broughtIn,
  concluded,
  consented,
  evaluated,
  evaluating,
  sanne,
  started,
  submitted,
  supported,
} from '../../../../test/domain/cases.js';
import { has } from '../../../../test/domain/given.js';
import { refusals } from '../kernel/index.js';
import { preparationCommands } from './preparation.js';
import { aMeeting, telling } from '../../../../test/domain/meetings.js';
import { idOf } from '../../../../test/domain/people.js';

const urgent = { urgency: 'urgent', urgencyReason: 'He stays at home.' };
const calculationsOf = (data: Record<string, unknown>) => data['calculations'] as { offset: number; calendar: string }[];

describe('SavePreparation', () => {
  it('merges field by field, counts its versions, and empties a field on an empty text', () => {
    const first = consented()
      .when('SavePreparation', { question: 'What helps?', background: 'Long.', wantedDisciplines: ['speech'] })
      .then(
        has('PreparationSaved', {
          formVersion: 1,
          formSchema: '1',
          filledFields: ['background', 'question', 'wantedDisciplines'],
          question: 'What helps?',
          background: 'Long.',
          wantedDisciplines: ['speech'],
        }),
      );
    first
      .when('SavePreparation', { background: '', wantedDisciplines: [], strengths: 'Sings.' })
      .then(has('PreparationSaved', { formVersion: 2, formSchema: '1', filledFields: ['strengths', 'question'], strengths: 'Sings.' }));
    first.when('SavePreparation', {}).thenNothing();
  });

  it('lets parents fill in their own view only', () => {
    consented().by('amina').when('SavePreparation', { parentView: 'We worry.' }).thenEvents('PreparationSaved');
    consented().by('amina').when('SavePreparation', { parentView: 'We worry.', question: 'Why?' }).thenRefused('forbidden');
    consented().by('karin').when('SavePreparation', { question: 'Why?' }).thenRefused('forbidden');
  });
});

describe('SubmitPreparation', () => {
  const saved = consented().on('2026-10-15').does('SavePreparation', bodyOf.form);

  it('hands in the newest version, once', () => {
    const after = saved
      .when('SubmitPreparation', { formVersion: 1 })
      .then(has('PreparationSubmitted', { formVersion: 1, formSchema: '1', submittedOn: '2026-10-15' }));
    after.when('SubmitPreparation', { formVersion: 1 }).thenNothing();
  });

  it('refuses an older version, a form without question, and one without background unless it is urgent', () => {
    saved.when('SubmitPreparation', { formVersion: 0 }).thenRefused('revision-conflict');
    consented().when('SubmitPreparation', { formVersion: 0 }).thenRefused('question-missing', ['question-missing', 'field-missing']);
    const short = (more = {}) => consented(more).does('SavePreparation', { question: 'What helps?' });
    short().when('SubmitPreparation', { formVersion: 1 }).thenRefused('field-missing', ['field-missing']);
    short(urgent).when('SubmitPreparation', { formVersion: 1 }).thenEvents('PreparationSubmitted');
  });
});

describe('BringIn', () => {
  it('brings the child in, once', () => {
    const body = { ...bodyOf.bringIn, meetingId: idOf('meeting'), guests: [amina] };
    const { guests, ...data } = body;
    const after = submitted()
      .where({ facts: telling([], undefined, aMeeting()) })
      .when('BringIn', body)
      .then(has('CaseBroughtIn', { ...data, guestIds: guests }));
    after.when('BringIn', body).thenNothing();
    after.when('BringIn', { ...body, minutes: 15 }).thenRefused('not-possible');
  });

  it('needs consent, a submitted form, and urgency for the variable part, and names them all', () => {
    const body = { ...bodyOf.bringIn, part: 'variable' };
    const withdrawn = consented().does('EndParty', { partyId: idOf('youssef'), endedOn: '2026-09-28', reason: 'Moved.' });
    consented()
      .on('2027-10-01')
      .when('BringIn', body)
      .thenRefused('consent-incomplete', ['consent-incomplete', 'form-not-submitted', 'not-urgent']);
    withdrawn.when('BringIn', body).thenRefused('form-not-submitted', ['form-not-submitted', 'not-urgent']);
    submitted().when('BringIn', body).thenRefused('not-urgent', ['not-urgent']);
    submitted(urgent).when('BringIn', body).thenEvents('CaseBroughtIn');
  });

  it('checks the meeting that is named: it exists, is the team’s, lies ahead, and takes children for the fixed part until its cut-off', () => {
    const body = { ...bodyOf.bringIn, meetingId: idOf('meeting') };
    const told = (more: Parameters<typeof aMeeting>[0]) => submitted().where({ facts: telling([], undefined, aMeeting(more)) });
    told({}).on('2026-10-16').when('BringIn', body).thenEvents('CaseBroughtIn');
    told({}).on('2026-10-17').when('BringIn', body).thenRefused('after-cutoff');
    told({ state: 'closed' }).when('BringIn', body).thenRefused('not-possible');
    told({ teamId: idOf('another team') })
      .when('BringIn', body)
      .thenRefused('unknown-reference');
    submitted().when('BringIn', body).thenRefused('unknown-reference');
    const acute = submitted(urgent).where({ facts: telling([], undefined, aMeeting()) });
    acute
      .on('2026-11-02')
      .when('BringIn', { ...body, part: 'variable' })
      .thenEvents('CaseBroughtIn');
  });

  it('may be given by coordinator, owner and introducer, with guests and introducer that exist', () => {
    submitted().by('joost').when('BringIn', bodyOf.bringIn).thenEvents('CaseBroughtIn');
    submitted().by('karin').when('BringIn', bodyOf.bringIn).thenRefused('forbidden');
    submitted()
      .when('BringIn', { ...bodyOf.bringIn, guests: [sanne] })
      .thenRefused('unknown-reference');
    submitted()
      .when('BringIn', { ...bodyOf.bringIn, introducerId: 'stranger' })
      .thenRefused('unknown-reference');
  });

  it('is not done while the case is on hold', () => {
    submitted()
      .does('SuspendCase', { reason: 'waiting_external', reviewOn: '2026-11-02' })
      .when('BringIn', bodyOf.bringIn)
      .thenRefused('on-hold');
  });
});

describe('RecordIndividualPreparation', () => {
  const at = broughtIn()
    .on('2026-11-02')
    .where({ facts: telling([], undefined, aMeeting()) });
  const body = { meetingId: idOf('meeting'), readOn: '2026-11-02' };

  it('says that a member has read the case, with what they bring', () => {
    const contribution = 'I see him in the playground.';
    at.by('joost')
      .when('RecordIndividualPreparation', { ...body, contribution })
      .then(has('IndividualPreparationRecorded', { ...body, contribution, professionalId: 'joost' }));
    at.by('femke').when('RecordIndividualPreparation', body).thenRefused('forbidden');
    at.by('joost')
      .when('RecordIndividualPreparation', { ...body, readOn: '2026-11-03' })
      .thenRefused('future-date');
  });

  it('is for an item on the agenda of the team', () => {
    const [item] = aMeeting().items;
    const proposed = at.where({ facts: telling([], undefined, aMeeting({ items: [{ ...item!, state: 'proposed' }] })) });
    proposed.by('joost').when('RecordIndividualPreparation', body).thenRefused('not-invited');
    broughtIn().on('2026-11-02').by('joost').when('RecordIndividualPreparation', body).thenRefused('unknown-reference');
  });
});

describe('ConfirmSchedule', () => {
  const at = broughtIn()
    .on('2026-10-16')
    .by('worker')
    .where({ facts: telling([], undefined, aMeeting()) });
  const body = {
    meetingId: idOf('meeting'),
    itemId: idOf('item'),
    itemKind: 'discussion',
    part: 'fixed',
    startsAt: '2026-11-03T15:00:00.000Z',
  };

  it('puts the child on an agenda, for the worker, and ends the search for a new date', () => {
    const after = at.when('ConfirmSchedule', body).then(has('CaseScheduled', body));
    after.when('ConfirmSchedule', body).thenNothing();
    after.when('ConfirmSchedule', { ...body, startsAt: '2026-11-10T15:00:00.000Z' }).thenEvents('CaseScheduled');
    at.by('femke').when('ConfirmSchedule', body).thenRefused('forbidden');
    const postponed = at.does('PostponeDiscussion', { reason: 'no_show' });
    expect(postponed.state.rescheduleDueOn).toBeDefined();
    expect(postponed.does('ConfirmSchedule', body).state.rescheduleDueOn).toBeUndefined();
    expect(after.does('PostponeDiscussion', { reason: 'no_show' }).state.scheduled).toBeUndefined();
  });

  it('needs consent and a submitted form for a discussion, and a planned review for an evaluation', () => {
    at.on('2027-10-01').when('ConfirmSchedule', body).thenRefused('consent-incomplete');
    const early = consented()
      .by('worker')
      .where({ facts: telling([], undefined, aMeeting()) });
    early.when('ConfirmSchedule', body).thenRefused('not-possible');
    early.when('ConfirmSchedule', { ...body, itemKind: 'evaluation' }).thenRefused('not-possible');
    early.when('ConfirmSchedule', { ...body, itemKind: 'brief_update' }).thenEvents('CaseScheduled');
  });
});

describe('WithdrawBringIn', () => {
  it('takes the child off, also while on hold, until the discussion has started', () => {
    broughtIn()
      .when('WithdrawBringIn', { reason: 'Later.' })
      .then(has('BringInWithdrawn', { reason: 'Later.' }));
    broughtIn()
      .does('SuspendCase', { reason: 'waiting_external', reviewOn: '2026-11-02' })
      .when('WithdrawBringIn', { reason: 'Later.' })
      .thenEvents('BringInWithdrawn');
    submitted().when('WithdrawBringIn', { reason: 'Later.' }).thenRefused('not-possible');
    started().by('femke').when('WithdrawBringIn', { reason: 'Later.' }).thenRefused('wrong-phase');
    const { state, context } = { state: started().state, context: started().context() };
    expect(refusals(preparationCommands.WithdrawBringIn, state, context)?.code).toBe('already-started');
    broughtIn().by('karin').when('WithdrawBringIn', { reason: 'Later.' }).thenRefused('forbidden');
  });
});

describe('PostponeDiscussion', () => {
  const body = { reason: 'parent_absent', note: 'Called this morning.' };

  it('asks for a new date in five working days, and at the second time sounds the alarm', () => {
    const once = broughtIn()
      .on('2026-11-03')
      .when('PostponeDiscussion', body)
      .then(has('DiscussionPostponed', { ...body, count: 1, rescheduleDueOn: '2026-11-10' }));
    const twice = once.when('PostponeDiscussion', body).thenEvents('DiscussionPostponed', 'PostponementLimitReached');
    twice.when('PostponeDiscussion', body).thenEvents('DiscussionPostponed');
    expect(once.state.broughtIn).toBeDefined();
  });

  it('counts on the public calendar when the case is urgent', () => {
    const [event] = broughtIn(urgent).on('2026-10-16').when('PostponeDiscussion', body).events;
    expect(event!.data).toMatchObject({ rescheduleDueOn: '2026-10-23' });
    expect(calculationsOf(event!.data)).toMatchObject([{ offset: 5, calendar: 'public' }]);
  });

  it('sends a running discussion back to preparation, still brought in', () => {
    const after = started().when('PostponeDiscussion', { reason: 'time_ran_out' }).thenEvents('DiscussionPostponed');
    expect(after.state).toMatchObject({ phase: 'preparation', broughtIn: { introducerId: 'joost' } });
    after.when('StartDiscussion').thenEvents('DiscussionStarted');
  });

  it('also postpones an evaluation, which stays in its phase', () => {
    const after = evaluating().when('PostponeDiscussion', body).thenEvents('DiscussionPostponed');
    expect(after.state.phase).toBe('evaluation');
  });

  it('refuses what is over, and what was never planned', () => {
    for (const over of [concluded(), supported(), evaluated()])
      over.when('PostponeDiscussion', body).thenRefused('already-concluded', ['already-concluded']);
    submitted().when('PostponeDiscussion', body).thenRefused('not-possible');
    broughtIn().by('joost').when('PostponeDiscussion', body).thenRefused('forbidden');
    broughtIn().by('worker').when('PostponeDiscussion', body).thenEvents('DiscussionPostponed');
  });
});
