/** Our parsers beside Go's and Kubernetes' own; see {@code cluster/oracle}. */
package dev.plumbline.engine.oracle;
