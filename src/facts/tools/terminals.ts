import type { Family } from './family.ts';

/** Programs that type into another terminal: what is typed there passes no hook, and could answer a question meant for a person. */
export const terminals: Family = {
  id: 'terminals',
  tools: ['expect', 'xdotool', 'ydotool', 'wtype'],
  read: ({ tool }) => [
    // guard.change says nothing of why: its subject must
    {
      kind: 'guard.change',
      subject: `${tool} typing into another terminal`,
      attributes: { direction: 'weaken', part: 'terminal' },
    },
  ],
};
