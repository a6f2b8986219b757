/* libxml2 built with ICU shows ICU's types in its headers, which are not those of Foundation's own ICU: a program that
   imports both would not compile. Nothing here touches the one structure that then looks shorter, of encodings. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
