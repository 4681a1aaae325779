module lakeswarm/guard

go 1.24
