/** `tool users delete 7`, `tool delete-user 7`, `tool apps:destroy`: the grammar that nearly every client of a service follows. */
export type Verb = {
  readonly verb: string;
  /** What is acted on, as a sort: `users`; '' where none is named. */
  readonly noun: string;
  /** The word behind it: '' where there is none. */
  readonly target: string;
  /** It means the end of something wherever it stands. */
  readonly strong: boolean;
  /** How many plain words stand before it. */
  readonly at: number;
};

/** Verbs stand early: behind these many words there are names and texts. */
const EARLY = 5;

export function findVerb(words: readonly string[]): Verb | null {
  for (let at = 0; at < Math.min(words.length, EARLY); at++) {
    const word = words[at] ?? '';
    const read = readWord(word);
    if (read === null) {
      // a path, an address or an expression ends what a grammar can read
      if (!/^[\w:@+-]{1,60}$/.test(word)) return null;
      continue;
    }
    const before = words.slice(0, at).join(' ');
    const [next = ''] = words.slice(at + 1);
    // `tool delete user 7`: the noun may follow
    const follows = before === '' && read.noun === '' && words.length > at + 2 && /^[a-z][a-z_-]*$/i.test(next);
    const noun = follows ? next : [before, read.noun].filter((one) => one !== '').join(' ');
    const target = follows ? (words[at + 2] ?? '') : next;
    return { verb: read.verb, noun, target, strong: STRONG.test(read.verb), at };
  }
  return null;
}

const STRONG =
  /^(delete|del|destroy|purge|terminate|wipe|nuke|erase|deprovision|decommission|revoke|teardown|obliterate|undeploy)$/;
const ANY =
  /^(delete|del|destroy|purge|terminate|wipe|nuke|erase|deprovision|decommission|revoke|teardown|obliterate|undeploy|remove|rm|drop|reset|flush|truncate|uninstall|unset|disable|deactivate|clear|prune|deregister|unregister|force-reset|rb|rdelete)$/;

/** `delete`, `delete-user`, `deleteUser`, `delete_all`, `apps:destroy`, `volume-delete`. */
function readWord(word: string): { readonly verb: string; readonly noun: string } | null {
  if (word.length > 60) return null;
  const lower = word.toLowerCase();
  if (ANY.test(lower)) return { verb: lower, noun: '' };
  const parts = word
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_:]/);
  if (parts.length < 2 || !/^[a-z:_-]+$/i.test(word)) return null;
  const [first = '', ...rest] =
    parts[0] === 'batch' || parts[0] === 'bulk' || parts[0] === 'force' ? parts.slice(1) : parts;
  if (ANY.test(first)) return { verb: first, noun: rest.join('-') };
  const last = parts.at(-1) ?? '';
  return ANY.test(last) && /[:-]/.test(word) ? { verb: last, noun: parts.slice(0, -1).join('-') } : null;
}
