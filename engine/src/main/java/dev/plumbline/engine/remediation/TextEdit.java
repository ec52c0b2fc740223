package dev.plumbline.engine.remediation;

/**
 * A replacement of a stretch of text. Lines count from 1; columns are code points, from 0. An edit
 * from column 0 of a line to column 0 of a later one takes whole lines.
 */
record TextEdit(int line, int column, int endLine, int endColumn, String replacement) {}
