import { saskia } from './cast.js';
import { amsterdam } from './story.js';
import type { Story } from './story.js';

const steps = ['background', 'reason', 'goals', 'actions'] as const;
const minutes = [4, 3, 7, 6];

/** Records the four steps of a discussion that began at 15:30, in twenty minutes. */
export async function discuss(story: Story, day: string, notes: readonly string[]): Promise<void> {
  let from = 30;
  for (const [index, step] of steps.entries()) {
    const until = from + minutes[index]!;
    await story.service.setClock(amsterdam(day, `15:${until}`).toISOString());
    await story.does(saskia, `notes step ${index + 1}, ${step}: ${minutes[index]} minutes`, 'record-step', {
      step,
      notes: notes[index],
      startedAt: amsterdam(day, `15:${from}`).toISOString(),
      endedAt: amsterdam(day, `15:${until}`).toISOString(),
    });
    from = until;
  }
}
