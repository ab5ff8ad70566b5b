import type { Truth } from '../../../model/change.ts';
import type { Environment } from '../../environment.ts';
import { type Reason, effect } from '../effects.ts';
import type { Effect } from '../family.ts';

export type SystemChange = Reason & {
  readonly how:
    | 'power'
    | 'service'
    | 'process'
    | 'account'
    | 'package'
    | 'kernel'
    | 'network'
    | 'schedule'
    | 'shell'
    | 'settings'
    | 'other';
  readonly environment?: Environment;
  /** Others stand on it: a way in, a firewall, everything that runs. */
  readonly critical?: Truth;
  /** The opposite command brings it back. */
  readonly reversible?: Truth;
};

export function changesSystem(change: SystemChange): Effect {
  const { how, environment = 'unknown', critical = false, reversible = true } = change;
  return effect('system.change', change, { how, environment, critical, reversible });
}
