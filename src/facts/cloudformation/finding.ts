import type { Truth } from '../../model/change.ts';
import type { Certainty } from './difference.ts';
import type { Scene, Seen } from './scene.ts';

export type Protection =
  | 'deletion'
  | 'backup'
  | 'versioning'
  | 'encryption'
  | 'audit'
  | 'isolation'
  | 'availability'
  | 'other';

/** What happens to one resource under one assumption, before the assumptions are put together. */
export type Finding = {
  readonly kind: 'infra.destroy' | 'infra.replace' | 'infra.unprotect' | 'infra.scale-zero';
  readonly seen: Seen;
  /** On which side `seen` stands. */
  readonly side: 'before' | 'after';
  /** Its line is that of this property, or of this key of the resource itself; empty: of the resource. */
  readonly property: readonly string[];
  readonly certainty: Certainty;
  readonly because: string;
  readonly remedy: string;
  readonly protection?: Protection;
  /** Where it differs from what the type says. */
  readonly reversible?: Truth;
  readonly stateful?: Truth;
  /** The type it turns into: what happens is worth what either of them is worth. */
  readonly becomes?: string;
};

/** The same resource on both sides, and there on both as far as anybody can tell. */
export function stayingIn(scene: Scene): readonly { readonly was: Seen; readonly now: Seen }[] {
  return [...scene.before].flatMap(([id, then]) => {
    const now = scene.after.get(id);
    const stays = now !== undefined && now.exists !== false && then.exists !== false;
    return stays && now.declared.type === then.declared.type ? [{ was: then, now }] : [];
  });
}

export function atMost(certainty: Certainty, limit: Certainty): Certainty {
  const order: readonly Certainty[] = ['possible', 'likely', 'certain'];
  return order.indexOf(certainty) < order.indexOf(limit) ? certainty : limit;
}
