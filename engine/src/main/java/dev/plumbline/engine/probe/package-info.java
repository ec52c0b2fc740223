/** What the answers of running components to harmless questions prove. */
@NullMarked
package dev.plumbline.engine.probe;

import org.jspecify.annotations.NullMarked;
