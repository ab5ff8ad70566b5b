import { environmentOf } from '../environment.ts';

/** A place that something connects to, or keeps its data in. */
const PLACE =
  /(host(name)?|url|uri|endpoint|bucket|database|db|db_?name|dsn|server|servers|address|broker|brokers|bootstrap|queue|topic|table|schema|cluster|account|project(_?id)?|api|base|domain|redis|mongo(db)?|postgres(ql)?|mysql|connection(_?string)?|elasticsearch|kafka|storage|container|replica_?set|upstream|target|origin|dataset|keyspace|vault|instance)(\[\])?$/;

/** Whether a value names production where the value before it did not. */
export function pointsAtProduction(key: string, value: string): boolean {
  if (!PLACE.test(key) || /\s/.test(value.trim()) || value.length > 300) return false;
  if (/^(prod|production)$/i.test(value))
    return /(database|db_?name|schema|keyspace|dataset|cluster|project(_?id)?|(^|[._])db)$/.test(key);
  // the path of an address names a page, its host a place
  const place = value
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '')
    .replace(/^[^@/]{0,200}@/, '')
    .replace(/[?#].*$/, '');
  return environmentOf(withoutOurs(place)) === 'prod';
}

/** `products`, `live-chat`, `production-like`: words that only sound like it. */
function withoutOurs(place: string): string {
  return place
    .replace(/\blive[-_]?(chat|reload|stream|data|view|kit)\w*/gi, '')
    .replace(/\b(non|not|pre|like)[-_]?prod\w*/gi, '');
}
