import type { Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Grammar, Grammars } from '../../model/syntax.ts';
import { readScript } from '../orm/script.ts';
import { baseName } from '../path.ts';
import { looksLikeDnsControl, readDnsControl } from './dnscontrol.ts';
import { looksLikeEndpoints, readEndpoints } from './external-dns.ts';
import { looksLikeNamed, readNamed } from './named.ts';
import { looksLikeOctoDns, readOctoDns } from './octodns.ts';
import type { ZoneFile } from './record.ts';
import { looksLikeZone, readZoneFile } from './zone-file.ts';

type Format = {
  readonly path: RegExp;
  readonly looksLike: (text: string) => boolean;
  readonly grammar: Grammar | null;
  readonly read: (text: string, path: Path, grammars: Grammars) => ZoneFile;
};

/** What zones are written in. The first whose path and content fit. */
const FORMATS: readonly Format[] = [
  {
    path: /\.(m?[jt]s|cjs)$/i,
    looksLike: looksLikeDnsControl,
    grammar: 'tsx',
    read: (text, path, grammars) =>
      readDnsControl(
        grammars.visit('tsx', text, (root) => readScript(root)),
        path,
      ),
  },
  {
    path: /\.ya?ml$/i,
    looksLike: looksLikeEndpoints,
    grammar: 'yaml',
    read: (text, path, grammars) => readEndpoints(grammars.yaml(text), path),
  },
  {
    path: /\.ya?ml$/i,
    looksLike: looksLikeOctoDns,
    grammar: 'yaml',
    read: (text, path, grammars) => readOctoDns(grammars.yaml(text), path),
  },
  { path: /(^|\/)named[^/]*$|\.conf[^/]*$/i, looksLike: looksLikeNamed, grammar: null, read: readNamed },
  { path: /^(?!.*\.(ya?ml|json|[jt]s)$)/i, looksLike: looksLikeZone, grammar: null, read: readZoneFile },
];

const ZONE_PATH =
  /\.(zone|zn|zonefile|fwd|rev|arpa)(\.(j2|tmpl|tpl|erb|in))?$|(^|\/)(db|zone|pri)\.[^/]+$|(^|\/)(zones?|zonefiles?|zone-files|bind9?|named|dns[\w-]*|nsd|knot|coredns|masters?|primary)\/([^/]+\/){0,4}[^/]+$/i;
const OTHER =
  /\.(md|rst|html?|css|scss|png|jpe?g|svg|gif|tf|tfvars|hcl|go|py|rb|rs|java|kt|sh|bash|php|cs?|h|cc|cpp|sql|json|toml|lock|xml|csv|proto|ex|exs|lua|tsx|jsx|sum|mod|zip|gz|sqlite3?)$/i;

/** By path alone: what a zone may be written in. */
export function mayHoldZones(path: Path): boolean {
  if (/\.ya?ml$/i.test(path)) return true;
  if (/\.(m?[jt]s|cjs)$/i.test(path)) return /dnsconfig|dnscontrol|(^|\/)(dns|zones?|domains?)\//i.test(path);
  if (/(^|\/)named[^/]*\.conf[^/]*$/i.test(path)) return true;
  return ZONE_PATH.test(path) && !OTHER.test(baseName(path));
}

export function formatOf(path: Path, ...contents: readonly (Content | undefined)[]): Format | null {
  if (!mayHoldZones(path)) return null;
  const texts = contents.flatMap((one) => (one?.kind === 'text' ? [one.text] : []));
  return FORMATS.find((format) => format.path.test(path) && texts.some((text) => format.looksLike(text))) ?? null;
}
