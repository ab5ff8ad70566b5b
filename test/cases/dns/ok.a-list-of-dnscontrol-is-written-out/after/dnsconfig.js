var REG = NewRegistrar("none");
var DNS = NewDnsProvider("cloud");
var MAIL = [MX("@", 10, "in.post.example."), SPF_BUILDER({ label: "@", parts: ["v=spf1", "include:post.example", "-all"] })];

D("orchard.example", REG, DnsProvider(DNS),
  ALIAS("@", "edge.cdn.example."),
  CNAME("www", "edge.cdn.example."),
  MX("@", 10, "in.post.example."),
  TXT("@", "v=spf1 include:post.example -all"),
  CAA_BUILDER({ label: "@", issue: ["letsencrypt.org"] })
);
