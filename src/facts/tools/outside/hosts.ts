/** Places where anybody can put something and read what was put: the way out that leaves no account behind. */
const DROPS =
  /(^|\.)(transfer\.sh|paste\.rs|0x0\.st|termbin\.com|ix\.io|sprunge\.us|file\.io|pastebin\.com|hastebin\.com|dpaste\.\w+|bashupload\.com|catbox\.moe|litterbox\.catbox\.moe|uguu\.se|oshi\.at|temp\.sh|envs\.sh|anonfiles?\.\w+|gofile\.io|wetransfer\.com|ghostbin\.\w+|rentry\.co|paste\.\w+\.\w+|controlc\.com|privatebin\.\w+|pixeldrain\.com|tmpfiles\.org|filebin\.net|webhook\.site|requestbin\.\w+|pipedream\.net|requestcatcher\.com|beeceptor\.com|hookbin\.com|mockbin\.\w+|interact\.sh|oast\.\w+|oastify\.com|burpcollaborator\.net|dnslog\.\w+|canarytokens\.com|ngrok\.io|ngrok-free\.app|ngrok\.app|trycloudflare\.com|serveo\.net|loca\.lt|localhost\.run)$/;
const MESSAGES =
  /(^|\.)(discord(app)?\.com|hooks\.slack\.com|api\.telegram\.org|webhook\.office\.com|api\.pushover\.net|ntfy\.sh|maker\.ifttt\.com)$/;
/** Where builds leave their artefacts. */
const HOMES =
  /(^|\.)(api|uploads)\.github\.com$|(^|\.)(gitlab|bitbucket|codecov|sonarcloud|coveralls|sentry|snyk|codacy)\.(com|io|org)$|(^|\.)(registry\.npmjs\.org|upload\.pypi\.org|crates\.io|rubygems\.org|repo1?\.maven\.apache\.org|oss\.sonatype\.org)$/;

export type Place = 'drop' | 'messages' | 'home' | 'address' | 'other';

export function placeOf(host: string): Place {
  if (DROPS.test(host)) return 'drop';
  if (MESSAGES.test(host)) return 'messages';
  if (HOMES.test(host)) return 'home';
  return /^\d{1,3}(\.\d{1,3}){3}$|^\[/.test(host) ? 'address' : 'other';
}
