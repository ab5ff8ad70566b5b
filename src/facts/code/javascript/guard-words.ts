const GUARDS: readonly (readonly [how: string, pattern: RegExp])[] = [
  [
    'auth',
    /^(?:require|ensure|check|assert|verify|is|has|can|with|use|must|authorize|authenticate|protect|guard|validate)?_?(?:Auth\w*|Logged\w*|Admin\w*|Owner\w*|Permission\w*|Permitted|Role\w*|Access|Session\w*|Token|Jwt|JWT|Csrf|CSRF|User|Signature|Scope\w*|Tenant|Allowed|Authorized|Authenticated)$|^(?:auth|authenticate|authorize|authorise|requireAuth|requireAdmin|ensureLoggedIn|protect|UseGuards|Authorized|Roles|verifyToken|verifySignature|isAuthenticated|isAuthorized|assertCan|permit|checkPermissions?|canAccess|canEdit|canDelete|timingSafeEqual|csrf\w*)$/,
  ],
  [
    'validation',
    /^(?:validate\w*|assertValid\w*|isValid\w*|safeParse|sanitize\w*|checkSchema|verifyInput|parseBody|assertNever|assert[A-Z]\w*|invariant|ensureValid\w*)$/,
  ],
  [
    'limit',
    /^(?:rateLimit\w*|rateLimiter|throttle\w*|limiter|checkLimit|checkQuota|enforceLimit|slowDown|\w+RateLimit\w*)$/,
  ],
  [
    'escape',
    /^(?:escape\w*|encodeURIComponent|encodeURI|sanitizeHtml|DOMPurify|purify|escapeHtml|quoteIdent\w*|htmlEscape|shellQuote|shellEscape)$/,
  ],
  [
    'lock',
    /^(?:acquireLock|withLock|runExclusive|lock|mutex|acquire|transaction|withTransaction|beginTransaction|\$transaction|advisoryLock)$/,
  ],
];

/** What sort of check a function of this name makes. */
export function guardOf(name: string): string | null {
  return GUARDS.find(([, pattern]) => pattern.test(name))?.[0] ?? null;
}
