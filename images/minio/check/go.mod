module lakeswarm/minio-check

go 1.24
