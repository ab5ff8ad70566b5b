import { isRecord } from '../../model/json.ts';
import type { Driver } from '../driver.ts';
import { records, text } from './payload.ts';
import type { VerdictRow } from './verdict.ts';

/**
 * Who wrote what: the files an agent's tool was let to edit, by path and content, and the agents whose lines went into a tree that a
 * commit hook let pass. A call that was asked about may have been answered at the agent's own prompt, so it counts too.
 */
export function projectWrote(driver: Driver, { event, inlet, hook, level }: VerdictRow): void {
  const objects = event.fields['objects'];
  if (hook === '' || level === 'deny' || !isRecord(objects)) return;
  if (inlet === 'tool') {
    const [author] = agentsOf(event.fields);
    for (const file of author === undefined ? [] : records(objects, 'files')) {
      driver.run(
        'INSERT OR REPLACE INTO wrote(repo, path, agent, session, oid, vendors, seq, ts) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
        [
          event.repo,
          text(file, 'path'),
          author?.agent ?? '',
          author?.session ?? '',
          text(file, 'oid'),
          author?.vendors ?? '',
          event.seq,
          event.ts,
        ],
      );
    }
  } else if (inlet === 'staged' && level !== 'ask') {
    const tree = text(objects, 'tree');
    for (const { agent, session, vendors } of tree === '' ? [] : agentsOf(event.fields)) {
      driver.run('INSERT OR IGNORE INTO authored(repo, tree, agent, session, vendors, ts) VALUES(?, ?, ?, ?, ?, ?)', [
        event.repo,
        tree,
        agent,
        session,
        vendors,
        event.ts,
      ]);
    }
  }
}

type Author = { readonly agent: string; readonly session: string; readonly vendors: string };

function agentsOf(fields: Readonly<Record<string, unknown>>): readonly Author[] {
  return records(fields, 'authors')
    .filter((author) => text(author, 'kind') === 'agent')
    .map((author) => {
      const vendors = author['vendors'];
      const named = Array.isArray(vendors) ? vendors.filter((one) => typeof one === 'string') : [];
      return { agent: text(author, 'agent'), session: text(author, 'session'), vendors: named.join(',') };
    });
}
