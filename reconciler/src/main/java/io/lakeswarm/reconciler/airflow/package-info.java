/** Looks at the orchestrator through its REST API and tells how it is; changes nothing there. */
package io.lakeswarm.reconciler.airflow;
