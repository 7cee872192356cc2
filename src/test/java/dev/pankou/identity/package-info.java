/** Tests of users, tokens and who may call what. */
@org.jspecify.annotations.NullMarked
package dev.pankou.identity;
