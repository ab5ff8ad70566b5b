import type { Edit } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { gateRemoved } from '../pipelines/states.ts';

type Hidden = { readonly pattern: string; readonly attribute: string; readonly line: number };

/** A file of which no diff is shown is reviewed by nobody. https://git-scm.com/docs/gitattributes */
export function hiddenDiffs(edit: Edit, before: string, after: string): readonly Observation[] {
  const known = new Set(hiddenIn(before).map(({ pattern, attribute }) => `${pattern} ${attribute}`));
  return hiddenIn(after).flatMap(({ pattern, attribute, line }) => {
    if (known.has(`${pattern} ${attribute}`) || !isSource(pattern)) return [];
    const said = {
      technology: 'git',
      edit,
      line,
      subject: `${edit.path}: ${pattern} ${attribute}`,
      name: pattern,
      certainty: attribute.startsWith('linguist') ? ('likely' as const) : ('certain' as const),
      because: `changes of ${pattern} are no longer shown in a review: ${attribute}`,
      remedy: '',
      landed: true,
    };
    return [gateRemoved(said, 'diff')];
  });
}

function hiddenIn(text: string): readonly Hidden[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const [pattern = '', ...attributes] = raw.trim().split(/\s+/);
    if (pattern === '' || pattern.startsWith('#')) return [];
    return attributes
      .filter((one) =>
        /^(-diff|binary|diff=(false|unset)|linguist-(generated|vendored)(=true)?|gitlab-generated(=true)?|merge=ours)$/.test(
          one,
        ),
      )
      .map((attribute) => ({ pattern, attribute: attribute.replace(/=true$/, ''), line: index + 1 }));
  });
}

/** What people write and read: neither pictures and archives nor what a program writes. */
function isSource(pattern: string): boolean {
  const isData =
    /\.(png|jpe?g|gif|ico|svg|webp|bmp|tiff?|pdf|zip|gz|tgz|bz2|xz|7z|jar|war|woff2?|ttf|otf|eot|mp[34]|wav|ogg|mov|avi|webm|exe|dll|so|dylib|bin|wasm|db|sqlite3?|parquet|pkl|npy|h5|onnx|psd|ai|docx?|xlsx?|pptx?|keystore|jks|p12|pfx|der|snap|map|min\.(js|css)|pb\.\w+|lock|lockb|sum|csv|tsv|ipynb|tfstate|enc|gpg|asc|age|golden|po|mo)$/i;
  const isMade =
    /lock|(^|[/_.-])(dist|build|vendor|vendored|third[-_]?party|node_modules|generated|gen|__generated__|snapshots?|fixtures?|testdata|public|assets|static|docs?|\.yarn|out|target|cdk\.out|coverage|recordings|cassettes)([/_.*-]|$)|_pb2|\.pb\.|zz_generated|shrinkwrap|pnpm-lock|changelog|go\.sum/i;
  return !isData.test(pattern) && !isMade.test(pattern);
}
