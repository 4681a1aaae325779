package io.lakeswarm.reconciler.desired;

import java.util.List;

/** Parses the section {@code minio}. */
final class MinioParser {
  private final FieldReader section;

  private MinioParser(FieldReader section) {
    this.section = section;
  }

  static MinioSpec parse(FieldReader section) {
    MinioParser parser = new MinioParser(section);
    List<MinioSpec.Bucket> buckets =
        section.list("buckets", parser::bucket, MinioSpec.Bucket::name);
    List<MinioSpec.Policy> policies =
        section.list("policies", parser::policy, MinioSpec.Policy::name);
    List<String> policyNames = policies.stream().map(MinioSpec.Policy::name).toList();
    List<MinioSpec.User> users =
        section.list("users", item -> parser.user(item, policyNames), MinioSpec.User::name);
    section.refuseUnknownFields();
    return new MinioSpec(buckets, policies, users);
  }

  private MinioSpec.Bucket bucket(Document item) {
    FieldReader fields = section.fieldsOf(item);
    MinioSpec.Bucket bucket =
        new MinioSpec.Bucket(
            fields.text("name", NameRule.BUCKET), fields.flag("versioning", false));
    fields.refuseUnknownFields();
    return bucket;
  }

  private MinioSpec.Policy policy(Document item) {
    FieldReader fields = section.fieldsOf(item);
    MinioSpec.Policy policy =
        new MinioSpec.Policy(
            fields.text("name", NameRule.POLICY), fields.text("file", NameRule.POLICY_FILE));
    fields.refuseUnknownFields();
    return policy;
  }

  private MinioSpec.User user(Document item, List<String> policies) {
    FieldReader fields = section.fieldsOf(item);
    String name = fields.text("name", NameRule.USER);
    String policy = fields.text("policy", NameRule.POLICY);
    if (!policy.isEmpty() && !policies.contains(policy)) {
      fields.problem("policy", "names the policy '" + policy + "', which is not in minio.policies");
    }
    MinioSpec.User user =
        new MinioSpec.User(name, policy, secret(fields, "accessKey"), secret(fields, "secretKey"));
    fields.refuseUnknownFields();
    return user;
  }

  private static SecretRef secret(FieldReader fields, String key) {
    FieldReader section = fields.section(key);
    SecretRef ref = new SecretRef(section.text("secret", NameRule.SECRET));
    if (KitSecrets.OWN.contains(ref.secret())) {
      section.problem("secret", "is a secret of the kit's own services; no user may have it");
    }
    section.refuseUnknownFields();
    return ref;
  }
}
