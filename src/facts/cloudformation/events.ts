import { isMap } from '../resource.ts';
import { type Finding, stayingIn } from './finding.ts';
import type { Scene } from './scene.ts';

/** SAM makes a trigger, a schedule or a route of each event of a function: one that is left out stops calling it. */
export function eventsRemoved(scene: Scene): readonly Finding[] {
  return stayingIn(scene).flatMap(({ was: then, now }) => {
    const { Events: was } = then.body;
    const { Events: is } = now.body;
    if (!now.declared.type.startsWith('AWS::Serverless::') || !isMap(was)) return [];
    const gone = Object.keys(was).filter((name) => !isMap(is) || !(name in is));
    if (gone.length === 0 || (isMap(is) && Object.keys(is).length > Object.keys(was).length - gone.length)) return [];
    return [
      {
        kind: 'infra.destroy',
        seen: now,
        side: 'after',
        property: ['Events'],
        certainty: 'possible',
        because: `what calls it is destroyed: ${gone.slice(0, 3).join(', ')} of its events`,
        remedy: `keep ${gone[0] ?? ''} in Events`,
        stateful: false,
        reversible: true,
      } as const,
    ];
  });
}
