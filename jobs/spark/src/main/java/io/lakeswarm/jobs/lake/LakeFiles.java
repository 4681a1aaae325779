package io.lakeswarm.jobs.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.io.ResolvingFileIO;

/** Opens the lake's files by their address: s3 by the AWS client, file by Hadoop's. */
public final class LakeFiles {
  private LakeFiles() {}

  /** Returns a new client; the caller closes it. */
  public static ResolvingFileIO open(LakeSettings settings) {
    ResolvingFileIO files = new ResolvingFileIO();
    files.setConf(new Configuration(false));
    Map<String, String> values = new HashMap<>(settings.values());
    values.remove("io-impl");
    files.initialize(values);
    return files;
  }
}
