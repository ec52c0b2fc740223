package dev.plumbline.evidence;

/**
 * Something that should have been readable and wasn't.
 *
 * @param component the component whose arguments can't be told, or empty when it could be any
 * @param place the file, and the line where there is one
 * @param why a sentence for people; quotes nothing of the file
 */
public record Problem(String component, SourceLocation place, String why) {}
