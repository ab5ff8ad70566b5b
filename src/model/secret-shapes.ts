/** What stands where a secret stood. */
export const MASK = '[masked]';

/** A kind of secret that is known by how it looks. Two things use it: what we write is masked by it, what enters is found by it. */
export type SecretShape = {
  readonly vendor: string;
  /** One of these must be in the text, which is far cheaper to find out than to try the pattern. */
  readonly hints: readonly string[];
  /** Masking must err on the side of masking: it is looser than `exact`. */
  readonly mask: RegExp;
  readonly keep: string;
  /** What the vendor hands out; null: it may as well be something else, and is only masked. */
  readonly exact: RegExp | null;
  readonly certainty: 'certain' | 'likely' | 'possible';
  /** The last six characters are the CRC-32 of those before them, in base 62. */
  readonly checksum: boolean;
};

type Some = Partial<Pick<SecretShape, 'mask' | 'keep' | 'certainty' | 'checksum'>>;

function shape(vendor: string, hints: readonly string[], exact: RegExp, some: Some = {}): SecretShape {
  return { vendor, hints, mask: exact, keep: MASK, exact, certainty: 'certain', checksum: false, ...some };
}

function masked(vendor: string, hints: readonly string[], mask: RegExp, keep: string = MASK): SecretShape {
  return { vendor, hints, mask, keep, exact: null, certainty: 'possible', checksum: false };
}

/**
 * Every repetition before a literal is bounded: a text of one long word must not cost its square.
 * Cited by the vendors' own documentation of their token formats; `keep` leaves what is not secret.
 */
export const SECRET_SHAPES: readonly SecretShape[] = [
  // everything between the lines, and to the end where the second line was cut off
  shape('private-key', ['-----BEGIN'], /-----BEGIN [A-Z0-9 ]{0,20}PRIVATE KEY(?: BLOCK)?-----/g, {
    mask: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|$)/g,
  }),
  shape('putty-key', ['PuTTY-User-Key-File'], /^PuTTY-User-Key-File-\d/gm),
  shape('age-key', ['AGE-SECRET-KEY-1'], /\bAGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{40,}/g),

  shape('aws-access-key', ['AKIA', 'ASIA', 'ABIA', 'ACCA'], /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g, {
    mask: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{12,}/g,
  }),
  masked('aws-id', ['AROA', 'AIDA'], /\b(?:AROA|AIDA)[A-Z2-7]{12,}/g),
  shape('aws-bedrock-key', ['ABSK'], /\bABSK[A-Za-z0-9+/]{100,}={0,2}/g),
  shape('google-api-key', ['AIza'], /\bAIza[\w-]{35}(?![\w-])/g, { mask: /\bAIza[\w-]{20,}/g, certainty: 'likely' }),
  shape('google-oauth', ['ya29.', 'GOCSPX-'], /\bya29\.[\w-]{30,}|\bGOCSPX-[\w-]{28}(?![\w-])/g, {
    mask: /\bya29\.[\w-]{10,}|\bGOCSPX-[\w-]{16,}/g,
  }),
  shape(
    'azure-storage-key',
    ['AccountKey=', 'SharedAccessKey='],
    /\b(?:AccountKey|SharedAccessKey)=[\w+/]{40,}={0,2}/g,
  ),
  shape('azure-client-secret', ['Q~'], /(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31,34}(?![\w~.-])/g),
  shape('alibaba-access-key', ['LTAI'], /\bLTAI[A-Za-z0-9]{17,21}\b/g),
  shape('digitalocean-token', ['_v1_'], /\bdo[opr]_v1_[0-9a-f]{64}\b/g, { mask: /\bdo[opr]_v1_[0-9a-f]{16,}/g }),
  shape('heroku-key', ['HRKU-'], /\bHRKU-[\w-]{36,}/g),
  shape('flyio-token', ['FlyV1 ', 'fo1_'], /\bfo1_[\w-]{43}\b|\bFlyV1 fm\d_[\w+/=-]{40,}/g),
  shape('cloudflare-origin-key', ['v1.0-'], /\bv1\.0-[0-9a-f]{24}-[0-9a-f]{100,}/g),
  shape('oracle-api-key', ['ocid1.credential'], /\bocid1\.credential\.[\w.-]{20,}/g, { certainty: 'possible' }),
  shape('hetzner-scaleway-key', ['SCW'], /\bSCW_SECRET_KEY["']?\s*[:=]\s*["']?[0-9a-f-]{36}/g),

  shape('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /\bgh[pousr]_[A-Za-z0-9]{36}(?!\w)/g, {
    mask: /\bgh[pousr]_\w{10,}/g,
    checksum: true,
  }),
  shape('github-token', ['github_pat_'], /\bgithub_pat_\w{22}_\w{59}\b/g, { mask: /\bgithub_pat_\w{10,}/g }),
  shape('gitlab-token', ['gl'], /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent)-[\w.-]{20,}/g, {
    mask: /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent)-[\w.-]{10,}/g,
  }),
  shape('atlassian-token', ['ATATT3', 'ATBB', 'ATCTT3'], /\bAT(?:ATT3|CTT3)[\w=-]{60,}|\bATBB[A-Za-z0-9]{32}\b/g),
  shape('circleci-token', ['CCIPAT_'], /\bCCIPAT_[A-Za-z0-9]{22}_[0-9a-f]{40}\b/g),
  shape('buildkite-token', ['bkua_'], /\bbkua_[0-9a-f]{40}\b/g),
  shape('sonar-token', ['squ_', 'sqp_', 'sqa_'], /\bsq[upa]_[0-9a-f]{40}\b/g),
  shape('npm-token', ['npm_'], /\bnpm_[A-Za-z0-9]{36}(?!\w)/g, { mask: /\bnpm_[A-Za-z0-9]{20,}/g, checksum: true }),
  shape('pypi-token', ['pypi-'], /\bpypi-AgE[\w-]{50,}/g, { mask: /\bpypi-[\w-]{16,}/g }),
  shape('rubygems-token', ['rubygems_'], /\brubygems_[0-9a-f]{48}\b/g),
  shape('cargo-token', ['cio'], /\bcio[A-Za-z0-9]{32}\b/g, { certainty: 'likely' }),
  shape('nuget-key', ['oy2'], /\boy2[a-z0-9]{43}\b/g, { certainty: 'likely' }),
  shape('docker-token', ['dckr_'], /\bdckr_(?:pat|oat)_[\w-]{27,}/g),
  shape('artifactory-key', ['AKCp'], /\bAKCp[A-Za-z0-9]{69}\b/g),

  shape('slack-token', ['xox'], /\bxox[abeoprs](?:\.xox[a-z])?-[\w-]{20,}/g, {
    mask: /\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}/g,
  }),
  shape('slack-token', ['xapp-'], /\bxapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{32,}/g, { mask: /\bxapp-[\w-]{8,}/g }),
  shape(
    'slack-webhook',
    ['hooks.slack.com'],
    /hooks\.slack\.com\/(?:services\/T\w{8,12}\/B\w{8,12}\/\w{20,}|workflows\/[\w/]{30,})/g,
    {
      mask: /hooks\.slack\.com\/(?:services|workflows)\/[\w/]+/g,
      keep: `hooks.slack.com/${MASK}`,
      certainty: 'likely',
    },
  ),
  shape('discord-webhook', ['/api/webhooks/'], /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,}/g),
  shape('telegram-token', [':AA'], /(?<![\w:])\d{8,10}:AA[\w-]{33}(?![\w-])/g),
  shape(
    'teams-webhook',
    ['webhook.office.com'],
    /webhook\.office\.com\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/\w+\/\w{32}/g,
  ),

  shape('stripe-key', ['_live_', '_test_', 'whsec_'], /\b(?:sk|rk)_live_\w{16,}|\bwhsec_[\w+/=]{24,}/g, {
    mask: /\b(?:sk|rk|pk)_(?:live|test)_\w{8,}|\bwhsec_[\w+/=]{8,}/g,
  }),
  shape('stripe-test-key', ['_test_'], /\b(?:sk|rk)_test_\w{24,}/g, { certainty: 'possible' }),
  shape('square-token', ['EAAA', 'sq0'], /\bEAAA[\w-]{60}\b|\bsq0(?:csp|atp)-[\w-]{22,43}/g),
  shape('paypal-token', ['access_token$production$'], /\baccess_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}\b/g),
  shape('shopify-token', ['shp'], /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g),
  shape('plaid-token', ['access-production-'], /\baccess-production-[0-9a-f]{8}-[0-9a-f-]{27}\b/g),
  shape('flutterwave-key', ['FLWSECK'], /\bFLWSECK-[0-9a-z]{32}-X\b/g),
  shape('razorpay-key', ['rzp_live_'], /\brzp_live_[A-Za-z0-9]{14,}\b/g, { certainty: 'likely' }),

  shape('anthropic-key', ['sk-ant-'], /\bsk-ant-(?:api|admin|oat)\d\d-[\w-]{40,}/g, { mask: /\bsk-ant-[\w-]{16,}/g }),
  shape(
    'openai-key',
    ['sk-'],
    /\bsk-(?:proj|svcacct|admin)-[\w-]{40,}|\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}\b/g,
    {
      mask: /\bsk-[\w-]{16,}/g,
    },
  ),
  shape('openai-key', ['sk-'], /\bsk-(?:or-v1-[0-9a-f]{64}|[A-Za-z0-9]{32,64})(?![\w-])/g, { certainty: 'likely' }),
  shape('huggingface-token', ['hf_'], /\bhf_[A-Za-z]{34}(?!\w)/g, { certainty: 'likely' }),
  shape('replicate-token', ['r8_'], /\br8_[A-Za-z0-9]{37}\b/g, { certainty: 'likely' }),
  shape('groq-key', ['gsk_'], /\bgsk_[A-Za-z0-9]{48,}\b/g),
  shape('perplexity-key', ['pplx-'], /\bpplx-[A-Za-z0-9]{48}\b/g),
  shape('xai-key', ['xai-'], /\bxai-[A-Za-z0-9]{80}\b/g),

  shape('twilio-key', ['SK'], /\bSK[0-9a-f]{32}\b/g, { certainty: 'likely' }),
  shape('sendgrid-key', ['SG.'], /\bSG\.[\w-]{20,24}\.[\w-]{39,50}/g, { mask: /\bSG\.[\w-]{10,}\.[\w-]{10,}/g }),
  shape('mailgun-key', ['key-'], /\bkey-[0-9a-f]{32}\b/g, { certainty: 'likely' }),
  shape('mailchimp-key', ['-us'], /\b[0-9a-f]{32}-us\d{1,2}\b/g),
  shape('brevo-key', ['xkeysib-'], /\bxkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}\b/g),
  shape('postmark-or-resend-key', ['re_'], /\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}\b/g, { certainty: 'likely' }),

  shape('vault-token', ['hv'], /\bhv[sbr]\.[\w-]{24,}/g, { mask: /\bhv[sbr]\.[\w-]{16,}/g }),
  shape('terraform-token', ['.atlasv1.'], /\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,}/g),
  shape('pulumi-token', ['pul-'], /\bpul-[0-9a-f]{40}\b/g),
  shape('doppler-token', ['dp.'], /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,}/g),
  shape(
    'onepassword-token',
    ['ops_eyJ', 'A3-'],
    /\bops_eyJ[\w+/=-]{200,}|\bA3-[A-Z0-9]{6}-[A-Z0-9]{6,11}(?:-[A-Z0-9]{5}){3,4}\b/g,
  ),
  shape('databricks-token', ['dapi'], /\bdapi[0-9a-f]{32}(?:-\d)?\b/g),
  shape('grafana-token', ['glc_', 'glsa_'], /\bglsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}\b|\bglc_[\w+/=]{60,}/g),
  shape('newrelic-key', ['NRAK-', 'NRII-', 'NRAL'], /\bNR(?:AK|II)-[A-Z0-9-]{27,32}(?!\w)|\b[0-9a-f]{36}NRAL\b/g),
  shape('dynatrace-token', ['dt0'], /\bdt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}\b/g),
  shape('sentry-token', ['sntrys_', 'sntryu_'], /\bsntry(?:s_eyJ[\w+/=]{40,}|u_[0-9a-f]{64})/g),
  shape(
    'sentry-dsn',
    ['.ingest.'],
    /https:\/\/[0-9a-f]{32}(?::[0-9a-f]{32})?@[\w.-]{1,60}\.ingest\.[\w.]{0,10}sentry\.io\/\d+/g,
    {
      certainty: 'possible',
    },
  ),
  shape('planetscale-token', ['pscale_'], /\bpscale_(?:tkn|pw|oauth)_[\w.=-]{32,}/g),
  shape('supabase-key', ['sbp_', 'sb_secret_'], /\bsbp_[0-9a-f]{40}\b|\bsb_secret_[\w-]{31,}/g),
  shape('linear-key', ['lin_'], /\blin_(?:api|oauth)_[A-Za-z0-9]{40,}/g),
  shape('notion-token', ['ntn_', 'secret_'], /\bntn_\d{11}[A-Za-z0-9]{35}\b|\bsecret_[A-Za-z0-9]{43}\b/g),
  shape('figma-token', ['figd_'], /\bfigd_[\w-]{40,}/g),
  shape('airtable-token', ['pat'], /\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b/g),
  shape('postman-key', ['PMAK-'], /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/g),
  shape('hubspot-token', ['pat-'], /\bpat-(?:na|eu)\d-[0-9a-f]{8}-[0-9a-f-]{27}\b/g),
  shape(
    'launchdarkly-key',
    ['sdk-', 'api-'],
    /\b(?:sdk|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g,
    {
      certainty: 'likely',
    },
  ),
  shape('mapbox-token', ['sk.eyJ'], /\bsk\.eyJ[\w-]{60,}\.[\w-]{20,}/g),
  shape('tailscale-key', ['tskey-'], /\btskey-(?:auth|api|client)-[\w-]{20,}/g),
  shape('facebook-token', ['EAAC', 'EAAB', 'EAAG'], /\bEAA[BCG][A-Za-z0-9]{90,}\b/g, { certainty: 'likely' }),
  shape('jwt', ['eyJ'], /\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{20,}/g, {
    mask: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
    certainty: 'likely',
  }),

  // user:password@host
  masked('url', ['://'], /([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi, `$1${MASK}@`),
  masked('header', [' ', '\t', '\n'], /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`),
  masked(
    'assignment',
    [':', '='],
    /\b([\w.-]{0,40}(?:passw(?:or)?d|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)s?["']?\s*[:=]\s*["']?)[^\s"',;]{4,}/gi,
    `$1${MASK}`,
  ),
];
