import type { Family } from './family.ts';
import { isThrownAway } from './machine.ts';
import { changesSystem } from './system/change.ts';

/** `/etc/init.d/ssh stop`: the service is the name of the program. */
export const initScripts: Family = {
  id: 'init-scripts',
  tools: ['*'],
  read: (run) => {
    const service = /^\/(?:etc\/(?:rc\.d\/)?init\.d|usr\/local\/etc\/rc\.d)\/([\w.-]+)$/.exec(run.program.text)?.[1];
    const verb = run.args[0]?.text ?? '';
    if (service === undefined || !/^(?:stop|restart|force-stop|kill)$/.test(verb) || isThrownAway(run)) return [];
    const because = 'what it serves stops for everybody';
    const remedy = `${run.program.text} status`;
    const why = { technology: 'machine', subject: `${service} ${verb}`, because, remedy };
    return [changesSystem({ ...why, how: 'service', critical: true })];
  },
};
