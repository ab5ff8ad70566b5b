import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import { familyOf, textOf } from './service/read.ts';
import { again, gone, held, light, stopped, type Act, type Service, listed } from './service/service.ts';

/** What stands before everything else: names, caches at the edge, balancers, gateways. */
const edges: readonly Service[] = [
  {
    technology: 'cdn',
    tools: listed(
      'fastly akamai cloudfront bunny bunnynet keycdn edgio edgecast imgix cloudinary ' +
        'uploadcare incapsula stackpath section',
    ),
    takes: listed(
      '-s --service-id --service-name -t --token --version --id --name -n -o --profile --dictionary-id --acl-id ' +
        '--domain --section --network',
    ),
    places: ['--profile', '--network', '--section'],
    rows: [
      [
        /^(profile|auth-token (create|list|describe)|compute (build|serve|init|pack|validate|metadata)|whoami|update|pops|ip-list|config|sso|auth)\b(?! delete)/,
        null,
      ],
      [/^purge\b/, light('cache', { reversible: true, because: 'is emptied' }), { none: ['--all', '-a'] }],
      [/^purge\b/, gone('cache', { because: 'is emptied, and everything is fetched from the origin' })],
      [/^service-version (lock|deactivate|stage|unstage)\b|^service (deactivate)\b/, stopped('service')],
      [/^service-version activate\b/, again('service', { because: 'gets another version', certainty: 'possible' })],
      [
        /^(property-manager|property|pm) (deactivate|delete|remove)\b|^(\S+ )?deactivate\b/,
        gone('property', { critical: true }),
      ],
      [
        /^(tls-\S+|\S+) (\S+ )?(delete|remove|rm|destroy|disable)\b/,
        held('service', { because: 'is deleted from the edge' }),
      ],
    ],
  },
  {
    technology: 'dns',
    tools: listed(
      'dnscontrol octodns-sync octodns pdnsutil pdns_control rndc nsupdate dnsimple lexicon cli53 gandi ' +
        'namecheap porkbun godaddy infoblox samba-tool dnscmd route53 desec unbound-control knotc keymgr ' +
        'hover dnsmadeeasy nsone ns1 certbot acme.sh lego step cfssl easyrsa ipa ldapdelete',
    ),
    takes: listed('-k -y -s --profile --zone --config-file --cert-name -d --domain --reason --cert-path -D -w -H -b'),
    closed: true,
    rows: [
      [/^(revoke|ca revoke|revoke \S+)\b/, gone('certificate', { critical: true, because: 'is revoked' })],
      [/^delete\b/, gone('certificate', { critical: true })],
      [
        /^(delete-zone|delete-rrset|clear-zone|zone (delete|remove|purge)|zonedelete|recorddelete|zone-purge|rrdelete|rrpurge|zone-(unset|abort)|unset-\S+|deactivate-\S+|disable-\S+|remove-\S+|delete-\S+|b2b-migrate|replace-rrset|delzone|delegate remove|zones delete|domains delete|records delete|zone delete|record delete|conf-unset|local_zone_remove|local_data_remove)\b/,
        held('zone'),
      ],
      [
        /^(dns (delete|zonedelete)|user (delete|disable)|computer delete|group (delete|removemembers)|ou delete|gpo del|domain demote|user-del|group-del|host-del|service-del|dnsrecord-del|dnszone-del|\S+-del|\S+-disable|permission-del|role-del)\b/,
        held('account'),
      ],
      [/^(push)\b/, again('zone', { certainty: 'likely', because: 'loses the records that the file does not hold' })],
      [/^(stop|halt|freeze|flush_stop|quit)\b/, stopped('server')],
      [/^(flush|flush_zone|reload|wipe-cache|flushtree|flushname)\b/, light('cache', { reversible: true })],
      [
        /^(domains|domain|dns|record|records|zone|zones|rrset|certificate|contact|forwarding|email|host) (\S+ )?(delete|remove|rm|purge|transfer-out|disable\S*|cancel|clear)\b/,
        held('zone'),
      ],
    ],
    more: (run, { words }) => {
      const text = textOf(run);
      if (run.tool === 'ldapdelete' && words.length > 0) return [{ deed: held('entry'), name: words[0] ?? '' }];
      if (run.tool === 'nsupdate') {
        const input = run.input.kind === 'text' ? run.input.text.slice(0, 20_000) : '';
        return /^\s*(update\s+)?delete\s/m.test(input) ? [{ deed: gone('record', { critical: true }), name: '' }] : [];
      }
      if (run.tool.startsWith('octodns') && /--doit\b/.test(text))
        return [
          {
            deed: again('zone', {
              certainty: /--force/.test(text) ? 'certain' : 'likely',
              because: 'loses the records that the file does not hold',
            }),
            name: '',
          },
        ];
      return /^(dnscmd)$/.test(run.tool) && /\/(zonedelete|recorddelete|clearcache|resetlistenaddresses)/i.test(text)
        ? [{ deed: held('zone'), name: words[0] ?? '' }]
        : [];
    },
  },
  {
    technology: 'api-gateway',
    tools: listed(
      'kong deck apigeecli apictl tyk gloo glooctl apisix a6 adc gravitee krakend traefikee teectl inso ' +
        'zuplo egctl ambassador edgectl 3scale wso2 mulesoft anypoint-cli anypoint-cli-v4 apim ' +
        'apiman express-gateway eg',
    ),
    takes: listed(
      '-o --org -e --env -t --token -n --name --kong-addr --headers -s --state -w --workspace -c --conf ' +
        '--select-tag --konnect-token --konnect-control-plane-name --region --timeout --email --developer ' +
        '--account',
    ),
    places: listed('-e --env --kong-addr -w --workspace --konnect-control-plane-name --environment'),
    rows: [
      [
        /^(config (parse|init|db_export)|file|ping|validate|dump|diff|gateway (diff|dump|validate|ping)|convert|token|prefs|health|version|check|hybrid|start|reload|prepare|restart|login|logout|completion|add|vault|set|spec|lint)\b/,
        null,
      ],
      [/^(reset|gateway reset)\b/, held('gateway', { because: 'loses every entity it has' })],
      [
        /^(migrations (reset|up|finish|bootstrap|reinitialize-workspace-entity-counters|migrate-\S+))\b/,
        held('database', { because: 'is changed under those who use it' }),
        { text: /reset|--force|-f(\s|$)/ },
      ],
      [
        /^(config db_import|gateway (sync)|sync)\b/,
        again('gateway', { because: 'loses whatever the file does not hold' }),
      ],
      [/^(stop|quit)\b/, stopped('gateway')],
      [/^(\S+ )?(undeploy|clean|delete|expire|del|rm|remove|unregister|destroy)\b/, held('api')],
      [/^(apis|sharedflows) (undeploy)\b/, stopped('api')],
    ],
  },
  {
    technology: 'load-balancer',
    tools: listed(
      'haproxy traefik nginx openresty tengine angie envoy caddy lvs ipvsadm keepalived varnishadm squid pound ' +
        'httpd apachectl apache2ctl a2dissite a2dismod gobetween tmsh bigstart relayd unitc unitd haproxy-cli ' +
        'seesaw gobgp birdc vtysh',
    ),
    takes: listed('-s -c -g -p -f -C -D -e -T -S -k -d --config --adapter'),
    clusters: false,
    closed: true,
    rows: [
      [/^stop\b/, stopped('proxy'), {}],
      [/^(graceful-stop|quit)\b/, stopped('proxy')],
      [
        /^(delete|ltm \S+ delete|sys .* delete|modify .* (user-down|disabled|session user-disabled))\b|^(delete|remove)\b/,
        gone('proxy', { critical: true }),
      ],
      [/^(ban|ban\.\S+|param\.reset)\b/, light('cache', { because: 'is emptied' })],
    ],
    more: balanced,
  },
];

/** Signals and switches of servers that have no verbs. */
function balanced(run: Invocation, { words }: { readonly words: readonly string[] }): readonly Act[] {
  const text = textOf(run);
  const stop: Act = { deed: stopped('proxy', { because: 'stops answering' }), name: run.tool };
  if (/^(nginx|openresty|tengine|angie)$/.test(run.tool)) return /(^|\s)-s\s*(stop|quit)\b/.test(text) ? [stop] : [];
  if (/^(apachectl|apache2ctl|httpd)$/.test(run.tool))
    return /(^|\s)-k\s*(stop|graceful-stop)\b/.test(text) ? [stop] : [];
  if (run.tool === 'haproxy')
    return /(^|\s)-(sf|st)(\s|$)/.test(text)
      ? [{ ...stop, deed: stopped('proxy', { because: 'ends the one that answers now' }) }]
      : [];
  if (run.tool === 'ipvsadm') return /(^|\s)(-C|-D|-d|--clear|--delete-\S+)(\s|$)/.test(text) ? [stop] : [];
  if (run.tool.startsWith('a2dis'))
    return words.length > 0 ? [{ deed: gone('site', { because: 'is switched off' }), name: words[0] ?? '' }] : [];
  if (run.tool === 'squid') return /(^|\s)-k\s*(shutdown|kill|interrupt)/.test(text) ? [stop] : [];
  return [];
}

export const edgeTools: Family = familyOf('edges', edges);
