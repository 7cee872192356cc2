/**
 * Files that clients hand in: upload, metadata, who may use them, and the pictures that became icons. A file belongs to the
 * user who uploaded it and nobody else can see it, until it is made an icon, which everybody can fetch. Files are never
 * handed out otherwise (BEHAVIOUR 3.9).
 */
@NullMarked
package dev.pankou.upload;

import org.jspecify.annotations.NullMarked;
