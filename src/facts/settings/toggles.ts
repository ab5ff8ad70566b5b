/** A setting that protects what runs, and when it no longer does. */
export type Toggle = {
  readonly key: RegExp;
  readonly isUnsafe: (value: string, was: string | null) => boolean;
  readonly because: string;
};

const ON = /^(true|yes|on|1|enabled?|all)$/i;
const OFF = /^(false|no|off|0|none|disabled?|never)$/i;

const turnsOn: Toggle['isUnsafe'] = (value, was) => ON.test(value) && !(was !== null && ON.test(was));
const turnsOff: Toggle['isUnsafe'] = (value, was) => OFF.test(value) && !(was !== null && OFF.test(was));
/** Many things are off because nobody wanted them: only what was on protects. */
const wasOn: Toggle['isUnsafe'] = (value, was) => OFF.test(value) && was !== null && ON.test(was);
const becomes =
  (bad: RegExp): Toggle['isUnsafe'] =>
  (value, was) =>
    bad.test(value) && !(was !== null && bad.test(was));

const PRODUCTION = /^["']?(prod|production|live)["']?$/i;

/** A key as it is compared: `spring.jpa.show-sql`, `APP_DEBUG` and `appDebug` have the same words. */
export const TOGGLES: readonly Toggle[] = [
  {
    key: /(^|[._])(debug(_mode|_enabled|\.enabled)?|\w+_debug|display_errors|show_errors|consider_all_requests_local|show_exceptions|include_stacktrace)$/,
    isUnsafe: turnsOn,
    because: 'debugging is switched on: errors show what nobody outside may see',
  },
  {
    key: /(^|[._])(node_env|rails_env|rack_env|app_env|flask_env|django_env|mix_env|go_env|environment|asp_?net_?core_environment|dot_?net_environment|profiles\.active|django_settings_module)$/,
    isUnsafe: (value, was) => was !== null && isProduction(was) && !isProduction(value) && !/[${<]/.test(value),
    because: 'production no longer runs as production',
  },
  {
    key: /(^|[._])(maintenance(_mode|_enabled|\.enabled|\.mode)?|under_maintenance|is_under_maintenance|maintenance_page)$/,
    isUnsafe: turnsOn,
    because: 'production goes into maintenance: nobody is served',
  },
  {
    key: /(^|[._])(verify_ssl|ssl_verify|verify_tls|tls_verify|verify_certs?|verify_certificates?|reject_unauthorized|\w+_reject_unauthorized|check_hostname|strict_ssl|validate_certs?|ssl_verification|ssl_check_hostname|server_identity_check)$/,
    isUnsafe: turnsOff,
    because: 'certificates are no longer checked',
  },
  {
    key: /(^|[._])(insecure|insecure_skip_verify|skip_(tls|ssl)_verify|allow_insecure|tls_insecure|trust_server_certificate|trust_all_certificates|accept_invalid_certs|ssl_no_verify)$/,
    isUnsafe: turnsOn,
    because: 'certificates are no longer checked',
  },
  {
    key: /(^|[._])(ssl_?mode|\w+_ssl_?mode)$/,
    isUnsafe: (value, was) =>
      was !== null &&
      SSL.indexOf(value.toLowerCase()) >= 0 &&
      SSL.indexOf(value.toLowerCase()) < SSL.indexOf(was.toLowerCase()),
    because: 'the connection is held to less encryption',
  },
  {
    key: /(^|[._])(force_ssl|ssl_enabled|ssl\.enabled|tls_enabled|tls\.enabled|require_ssl|require_tls|use_ssl|use_tls|secure_ssl_redirect|force_https|https_only|enforce_https|session_cookie_secure|csrf_cookie_secure|cookie_secure|secure_cookies?|cookie\.secure|session\.secure|http_only|session_cookie_httponly)$/,
    isUnsafe: wasOn,
    because: 'what was only sent encrypted is no longer held to it',
  },
  {
    key: /(^|[._])(secure_hsts_seconds|hsts_seconds|hsts_max_age)$/,
    isUnsafe: becomes(/^0$/),
    because: 'browsers are no longer held to encryption',
  },
  {
    key: /(^|[._])(cors_allow_all_origins|cors_origin_allow_all|allow_all_origins|allow_any_origin)$/,
    isUnsafe: turnsOn,
    because: 'every web site may use it in the name of its visitors',
  },
  {
    key: /(cors|access_control)\w*([._]\w+)*(\[\])?$|(^|[._])(allowed_origins?|allow_origins?|trusted_origins|cross_origin)(\[\])?$/,
    isUnsafe: becomes(/^["']?\*["']?$/),
    because: 'every web site may use it in the name of its visitors',
  },
  { key: /(^|[._])allowed_hosts(\[\])?$/, isUnsafe: becomes(/^["']?\*["']?$/), because: 'it answers to any name' },
  {
    key: /(^|[._])(auth|authentication|authorization|security|login|mfa|two_factor|2fa|csrf|csrf_protection|xss_protection|rbac|acl|waf|require_auth|require_login|require_authentication|require_mfa|auth_required|protect_from_forgery)([._]?(enabled|required|enforced))?$/,
    isUnsafe: wasOn,
    because: 'a check of who somebody is goes',
  },
  {
    key: /(^|[._])(disable_auth\w*|auth_disabled|no_auth|skip_auth\w*|bypass_auth\w*|allow_anonymous|anonymous_access|anonymous\.enabled|disable_csrf|csrf_disabled|disable_security|disable_rate_limit\w*|skip_verification|disable_permissions)$/,
    isUnsafe: turnsOn,
    because: 'a check of who somebody is goes',
  },
  {
    key: /(^|[._])(rate_limit(ing|er)?|throttl(e|ing)|ratelimit(ing|er)?)([._]?enabled)?$/,
    isUnsafe: wasOn,
    because: 'nothing holds back who asks too often',
  },
  {
    key: /(^|[._])(backups?|audit|audit_log(ging|s)?|encryption(_at_rest)?|encrypt(_at_rest)?|deletion_protection|soft_deletes?)([._]?enabled)?$/,
    isUnsafe: wasOn,
    because: 'a protection of the data is switched off',
  },
];

const SSL = [
  'disable',
  'disabled',
  'allow',
  'prefer',
  'preferred',
  'require',
  'required',
  'verify-ca',
  'verify_ca',
  'verify-full',
  'verify_identity',
];

function isProduction(value: string): boolean {
  return PRODUCTION.test(value) || /(^|[._-])prod(uction)?$/i.test(value);
}

/** `appDebug`, `APP_DEBUG`, `app-debug`: one spelling. */
export function spelled(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[-\s]/g, '_')
    .replace(/__/g, '.')
    .toLowerCase();
}
