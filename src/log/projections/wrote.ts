import { isRecord } from '../../model/json.ts';
import type { Driver } from '../driver.ts';
import { type Fields, records, text } from './payload.ts';
import type { VerdictRow } from './verdict.ts';

/**
 * Who wrote what: the files an agent's tool was let to edit, by path and content, and the agents whose lines went into a tree that a
 * commit hook let pass. A call that was asked about may have been answered at the agent's own prompt, so it counts too.
 */
export function projectWrote(driver: Driver, verdict: VerdictRow): void {
  const { event, inlet, hook, level } = verdict;
  const objects = event.fields['objects'];
  if (hook === '' || level === 'deny' || !isRecord(objects)) return;
  if (inlet === 'tool') keepFiles(driver, verdict, records(objects, 'files'));
  else if (inlet === 'staged' && level !== 'ask')
    keepTree(driver, verdict, text(objects, 'tree'), text(objects, 'head'));
}

function keepFiles(driver: Driver, { event }: VerdictRow, files: readonly Fields[]): void {
  const [author] = agentsOf(event.fields);
  if (author === undefined) return;
  const { agent, session, vendors } = author;
  for (const file of files) {
    driver.run(
      'INSERT OR REPLACE INTO wrote(repo, path, agent, session, oid, vendors, seq, ts) VALUES(?, ?, ?, ?, ?, ?, ?, ?)',
      [event.repo, text(file, 'path'), agent, session, text(file, 'oid'), vendors, event.seq, event.ts],
    );
  }
}

function keepTree(driver: Driver, { event }: VerdictRow, tree: string, head: string): void {
  for (const { agent, session, vendors } of tree === '' ? [] : agentsOf(event.fields)) {
    driver.run(
      'INSERT OR IGNORE INTO authored(repo, tree, head, agent, session, vendors, ts) VALUES(?, ?, ?, ?, ?, ?, ?)',
      [event.repo, tree, head, agent, session, vendors, event.ts],
    );
  }
}

type Author = { readonly agent: string; readonly session: string; readonly vendors: string };

function agentsOf(fields: Fields): readonly Author[] {
  return records(fields, 'authors')
    .filter((author) => text(author, 'kind') === 'agent')
    .map((author) => {
      const vendors = author['vendors'];
      const named = Array.isArray(vendors) ? vendors.filter((one) => typeof one === 'string') : [];
      return { agent: text(author, 'agent'), session: text(author, 'session'), vendors: named.join(',') };
    });
}
