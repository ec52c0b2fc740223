/** What systemd starts a service of the node with. */
@NullMarked
package dev.plumbline.collector.service;

import org.jspecify.annotations.NullMarked;
