/// Objects as files on another machine, reached by SFTP.
@NullMarked
package dev.waybill.adapter.sftp;

import org.jspecify.annotations.NullMarked;
