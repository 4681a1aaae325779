# shellcheck shell=sh
# Spark's processes take only who knows the cluster's secret (spark.authenticate). Spark reads it from a file in
# Kubernetes only, so it comes by the environment. It is the hash of the lake's keys: who has these may be a driver.
# The master has no keys, only the hash. Read by spark-start, and by Spark's own launch scripts.
if [ -r /run/secrets/spark_secret ]; then
  _SPARK_AUTH_SECRET=$(cat /run/secrets/spark_secret)
  export _SPARK_AUTH_SECRET
elif [ -r /run/secrets/aws_credentials ]; then
  _SPARK_AUTH_SECRET=$(sha256sum </run/secrets/aws_credentials | cut -c1-64)
  export _SPARK_AUTH_SECRET
fi
