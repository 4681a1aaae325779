package io.lakeswarm.jobs.sql;

import java.util.List;

/**
 * A result as text.
 *
 * @param rows cells in the order of the columns; NULL where the value is NULL
 * @param cut true when the query has more rows than the limit
 */
record ResultTable(List<String> columns, List<List<String>> rows, boolean cut) {}
