import { type Effect, unprotects } from './effect.ts';

const HEADER = /^\uFEFF?\s*\$ANSIBLE_VAULT;/;

/** Secrets that were encrypted and are written out. INVARIANT: says where, never what. */
export function decrypted(
  before: string,
  after: string,
): readonly { readonly line: number; readonly effect: Effect }[] {
  const remedy = 'ansible-vault encrypt it again, and change what was in it: history keeps it';
  if (HEADER.test(before)) {
    const isPlain = /\S/.test(after) && !HEADER.test(after) && !/^sops:/m.test(after) && !/!vault\b/.test(after);
    const because = 'the file was encrypted by Ansible Vault and is plain text';
    return isPlain
      ? [
          {
            line: 1,
            effect: unprotects({ type: 'vault', name: 'file', certainty: 'likely', because, remedy }, 'encryption'),
          },
        ]
      : [];
  }
  if (!before.includes('!vault')) return [];
  const hidden = new Set([...before.matchAll(/^[ \t-]*([\w.-]{1,100}):[ \t]*!vault\b/gm)].map(([, key = '']) => key));
  return after.split('\n').flatMap((line, index) => {
    const [, key = '', value = ''] = /^[ \t-]*([\w.-]{1,100}):[ \t]*(\S.*)?$/.exec(line.replace(/\r$/, '')) ?? [];
    if (!hidden.has(key) || /^(!vault|\{\{|["']\{\{|[|>]|#|$)/.test(value)) return [];
    const because = `${key} was encrypted by Ansible Vault and is plain text`;
    return [
      {
        line: index + 1,
        effect: unprotects({ type: 'vault', name: key, certainty: 'likely', because, remedy }, 'encryption'),
      },
    ];
  });
}
