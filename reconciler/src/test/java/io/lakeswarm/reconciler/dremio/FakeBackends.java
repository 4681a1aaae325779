package io.lakeswarm.reconciler.dremio;

/** A catalog and a store that are up or not, and one key that the store takes. */
final class FakeBackends implements Backends {
  volatile boolean catalogUp = true;
  volatile boolean storeUp = true;
  volatile String accessKey;
  volatile String secretKey;

  FakeBackends(String accessKey, String secretKey) {
    this.accessKey = accessKey;
    this.secretKey = secretKey;
  }

  @Override
  public boolean catalogAnswers(String endpoint) {
    return catalogUp && endpoint.equals("http://nessie:19120/api/v2");
  }

  @Override
  public Store store(String endpoint, String key, String secret) {
    if (!storeUp || !endpoint.equals("minio:9000")) {
      return Store.DOWN;
    }
    return key.equals(accessKey) && secret.equals(secretKey) ? Store.OPEN : Store.REFUSED;
  }
}
