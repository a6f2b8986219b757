/* Xen's own libraries. The newest interface that 4.17 offers is named, since without a name libxl gives "the latest",
 * which moves. */
#define LIBXL_API_VERSION 0x041400
#include <libxl.h>
#include <libxl_event.h>
#include <libxl_utils.h>
#include <libxlutil.h>
#include <xen/io/xs_wire.h>
#include <xenstore.h>
#include <xenstore_lib.h>
#include <xentoollog.h>
